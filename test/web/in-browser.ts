import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Province } from './province.ts'

export const executablePath = '/usr/bin/chromium'
export const hasBrowser = existsSync(executablePath)

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The application on a port of loopback. */
export async function serveOnLoopback({ app }: Pick<Province, 'app'>) {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

/** The application served on loopback, and a browser to open its pages in. */
export async function openBrowser(province: Pick<Province, 'app'>) {
  const server = await serveOnLoopback(province)
  const { base } = server
  const browser = await chromium.launch({ executablePath, args })
  return {
    base,
    /** A page in a browser of its own, with all that it complained about and asked of others. */
    async open(path: string, options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        const expected = message.text().includes('404') && path.startsWith('/nowhere')
        if (['error', 'warning'].includes(message.type()) && !expected) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        if (!request.url().startsWith(`${base}/`)) complaints.push(`asked ${request.url()}`)
      })
      await page.goto(base + path)
      return { page, complaints, close: () => context.close() }
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

export type Browsing = Awaited<ReturnType<typeof openBrowser>>

/** How wide the page is in a window of that width. */
export async function widthIn(page: Page, width: number): Promise<unknown> {
  await page.setViewportSize({ width, height: 800 })
  return page.evaluate('document.documentElement.scrollWidth')
}

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental']
const rules = { 'hidden-content': { enabled: false } } // never finds a violation, only reminds

/**
 * Marks one text of each combination of its colour, size and weight, that of what is around it, and the grounds beneath
 * it, of those that were not met before: contrast follows from these alone, and to judge each cell of a long table takes
 * most of the time of all rules. Gives what was met until now.
 */
const markColours = (before: string[]) => `(() => {
  const met = new Set(${JSON.stringify(before)})
  const ground = (element) => {
    if (!element) return ''
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element)
    const own = [backgroundColor, backgroundImage, opacity].join()
    return (own === 'rgba(0, 0, 0, 0),none,1' ? '' : own + ';') + ground(element.parentElement)
  }
  for (const element of document.body.querySelectorAll('*')) {
    const said = [...element.childNodes].map((one) => one.nodeType === 3 ? one.data : '').join('')
    const text = (said + (element.value ?? '') + (element.placeholder ?? '')).trim()
    if (text === '' || !element.checkVisibility()) continue
    const kind = [element.tagName, element.matches(':disabled'), text.length === 1, getComputedStyle(element.parentElement).color]
    const { color, fontSize, fontWeight, textShadow, textDecorationLine } = getComputedStyle(element)
    const combination = [...kind, color, fontSize, fontWeight, textShadow, textDecorationLine, ground(element)].join()
    element.toggleAttribute('data-colours', !met.has(combination))
    met.add(combination)
  }
  axe.configure({ rules: [
    { id: 'color-contrast', selector: '[data-colours]' },
    { id: 'link-in-text-block', selector: 'a[href][data-colours]' },
  ] })
  return [...met]
})()`

/** The combinations of colours that were judged in a window, on whatever page. */
const coloursMet = new WeakMap<Page, string[]>()

/** Every rule of axe up to level AA, the experimental ones too; those that read the style sheet only where `styles` is set. */
export async function violationsOn(page: Page, { styles = false } = {}): Promise<string[]> {
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe)
  const met = (await page.evaluate(markColours(coloursMet.get(page) ?? []))) as string[]
  const found = (await page.evaluate(`axe
    .run(document, ${JSON.stringify({ runOnly: tags, rules, resultTypes: ['violations'], preload: styles })})
    .then(({ violations }) => violations.map(({ id, nodes }) =>
      (id + ': ' + nodes.map(({ html }) => html).join(' | ')).slice(0, 300)))`)) as string[]
  if (found.length === 0) coloursMet.set(page, met) // else whoever asks again would be told of nothing
  return found
}
