import { setImmediate } from 'node:timers/promises'
import { type Token, Tokenizer, TokenizerMode } from 'parse5'

/** What a page uses a host for. */
export type Use = 'script' | 'style' | 'image' | 'form' | 'frame' | 'media' | 'redirect'
export type Reference = { url: URL; use: Use }

/** Attributes with the URL of something that the page needs, by element. */
const attributes: Record<string, Record<string, Use>> = {
  script: { src: 'script' },
  img: { src: 'image', srcset: 'image' },
  input: { src: 'image', formaction: 'form' },
  image: { href: 'image', 'xlink:href': 'image' },
  form: { action: 'form' },
  button: { formaction: 'form' },
  iframe: { src: 'frame' },
  frame: { src: 'frame' },
  embed: { src: 'media' },
  object: { data: 'media' },
  video: { src: 'media', poster: 'image' },
  audio: { src: 'media' },
  source: { src: 'media', srcset: 'image' },
  track: { src: 'media' },
  body: { background: 'image' },
}
/** Kinds of link that a page needs; others, as canonical or alternate, lead elsewhere. */
const linkUses: Record<string, Use> = {
  stylesheet: 'style',
  icon: 'image',
  'apple-touch-icon': 'image',
  'mask-icon': 'image',
  manifest: 'style',
  preload: 'script',
  modulepreload: 'script',
}
/** Elements whose content is text and no mark-up (HTML 13.2.5; scripting is off, so noscript is mark-up). */
const textModes: Record<string, Tokenizer['state']> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  plaintext: TokenizerMode.PLAINTEXT,
}

/** Characters that are read in one go: other work of this thread gets its turn in between. */
const chunkLength = 32_768
/** More than any page has; the rest is left out. */
const maxReferences = 3000
const maxUrlLength = 2000

/**
 * What a page takes from where: sources of scripts, styles, images, frames and media, targets of forms, and a refresh.
 * `url` is where the page comes from. Mark-up is read by the tokenizer of the HTML standard, which takes time linear in
 * its length; no tree is built. What style sheets and scripts load themselves is not seen.
 */
export async function referencesIn(html: string, url: URL): Promise<Reference[]> {
  const found: { value: string; use: Use }[] = []
  let base: string | undefined
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag(tag) {
        if (tag.tagName === 'base') base ??= attribute(tag, 'href')
        if (found.length < maxReferences) found.push(...referencesOf(tag))
        const mode = textModes[tag.tagName]
        if (mode !== undefined && !tag.selfClosing) {
          tokenizer.state = mode
          tokenizer.lastStartTagName = tag.tagName
        }
      },
      onEndTag() {},
      onComment() {},
      onDoctype() {},
      onCharacter() {},
      onNullCharacter() {},
      onWhitespaceCharacter() {},
      onEof() {},
      onParseError: null,
    },
  )
  for (let start = 0; start < html.length; start += chunkLength) {
    tokenizer.write(html.slice(start, start + chunkLength), start + chunkLength >= html.length)
    await setImmediate()
  }
  const from = base !== undefined && URL.canParse(base, url.href) ? new URL(base, url) : url
  return found.flatMap(({ value, use }) => {
    if (value.length > maxUrlLength || !URL.canParse(value, from.href)) return []
    const target = new URL(value, from)
    return target.protocol === 'http:' || target.protocol === 'https:' ? [{ url: target, use }] : []
  })
}

function referencesOf(tag: Token.TagToken): { value: string; use: Use }[] {
  if (tag.tagName === 'link') return linkOf(tag)
  if (tag.tagName === 'meta') return refreshOf(tag)
  if (tag.tagName === 'input' && attribute(tag, 'type')?.toLowerCase() !== 'image')
    return only(attribute(tag, 'formaction'), 'form')
  return Object.entries(attributes[tag.tagName] ?? {}).flatMap(([name, use]) => {
    const value = attribute(tag, name)
    if (name !== 'srcset' || value === undefined) return only(value, use)
    return candidatesOf(value).map((candidate) => ({ value: candidate, use }))
  })
}

function linkOf(tag: Token.TagToken) {
  const kinds = (attribute(tag, 'rel') ?? '').toLowerCase().split(/\s+/)
  const use = kinds.map((kind) => linkUses[kind]).find((known) => known !== undefined)
  return use ? only(attribute(tag, 'href'), use) : []
}

/** `<meta http-equiv="refresh" content="0; url=https://…">` sends the reader on like a redirect. */
function refreshOf(tag: Token.TagToken) {
  if (attribute(tag, 'http-equiv')?.toLowerCase() !== 'refresh') return []
  const [, target] = /^[\s\d.]*[;,]\s*url\s*=\s*(.*)$/i.exec(attribute(tag, 'content') ?? '') ?? []
  return only(target?.replace(/^(["'])(.*)\1$/, '$2'), 'redirect')
}

/** URLs of a srcset: `a.png 1x, b.png 2x`. */
function candidatesOf(srcset: string): string[] {
  return srcset
    .slice(0, maxUrlLength * 10)
    .split(/,\s+|,$/)
    .flatMap((candidate) => candidate.trim().split(/\s+/, 1))
    .filter((candidate) => candidate !== '')
}

function only(value: string | undefined, use: Use): { value: string; use: Use }[] {
  return value === undefined || value.trim() === '' ? [] : [{ value: value.trim(), use }]
}

function attribute(tag: Token.TagToken, name: string): string | undefined {
  return tag.attrs.find((one) => one.name === name)?.value
}
