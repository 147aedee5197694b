import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { paperStyle } from '../report/paper/html.ts'
import { refuse } from './refuse.ts'
import type { Page } from './web.ts'

const require = createRequire(import.meta.url)
const views = new URL('../../views/', import.meta.url)
const fonts = path.dirname(require.resolve('@fontsource/be-vietnam-pro/400.css'))

const weights = ['400', '500', '600']
const subsets = ['vietnamese', 'latin-ext', 'latin']

type Asset = { body: Uint8Array<ArrayBuffer>; type: string }

/** Everything a page needs besides itself, read once and served by us: the product works with no internet at all. */
const assets = new Map<string, Asset>([
  ['style.css', text(styles() + uplot('uPlot.min.css') + fontFaces(), 'text/css')],
  [
    'charts.js',
    text(uplot('uPlot.iife.min.js') + readFileSync(new URL('charts.js', views), 'utf8'), 'text/javascript'),
  ],
  ['keys.js', text(readFileSync(new URL('keys.js', views), 'utf8'), 'text/javascript')],
  ['htmx.js', text(readFileSync(require.resolve('htmx.org/dist/htmx.min.js'), 'utf8'), 'text/javascript')],
  ['paper.css', text(paperStyle, 'text/css')],
  ['icon.svg', text(readFileSync(new URL('icon.svg', views), 'utf8'), 'image/svg+xml')],
  ...fontFiles(),
])

/** Changes with any asset, so that a new release is not shown with an old style. */
export const assetVersion = createHash('sha256')
  .update(Buffer.concat([...assets.values()].map(({ body }) => body)))
  .digest('hex')
  .slice(0, 10)

const yearSeconds = 365 * 86_400

export const assetPages: Page[] = [
  {
    method: 'GET',
    path: '/assets/:name',
    rule: 'public',
    handle(c) {
      const asset = assets.get(c.req.param('name') ?? '')
      if (asset === undefined) refuse('notFound')
      const lasting = c.req.query('v') === assetVersion || asset.type === 'font/woff2'
      return c.body(asset.body, 200, {
        'content-type': asset.type,
        'cache-control': lasting ? `public, max-age=${yearSeconds}, immutable` : 'no-cache',
      })
    },
  },
]

/** The style sheets, in the order of their numbers. */
function styles(): string {
  const folder = new URL('style/', views)
  const names = readdirSync(folder).filter((name) => name.endsWith('.css'))
  return names
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n')
}

/** A file of the library that draws charts. */
function uplot(name: string): string {
  return readFileSync(path.join(path.dirname(require.resolve('uplot/package.json')), 'dist', name), 'utf8')
}

function fontFiles(): [string, Asset][] {
  return weights.flatMap((weight) =>
    subsets.map((subset): [string, Asset] => {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`
      return [
        name,
        { body: new Uint8Array(readFileSync(path.join(fonts, 'files', name))), type: 'font/woff2' },
      ]
    }),
  )
}

/** The package's own @font-face rules, with their unicode ranges, pointing at the files served here. */
function fontFaces(): string {
  const rules = weights.map((weight) => readFileSync(path.join(fonts, `${weight}.css`), 'utf8')).join('\n')
  return rules.replace(/url\(\.\/files\/([^)]+\.woff2)\)[^;]*;/g, "url(/assets/$1) format('woff2');")
}

function text(content: string, type: string): Asset {
  return { body: new TextEncoder().encode(content), type: `${type}; charset=utf-8` }
}
