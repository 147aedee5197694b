import { Refused } from './unzip.ts'

/** What stands in an XML file, one after the other. Names are without the prefix of their namespace. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Record<string, string>; isEmpty: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

const tag = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * Reads the XML that office files are made of (XML 1.0 without a document type, so that nothing is fetched and no entity
 * unfolds). Throws Refused for anything else.
 */
export function* xmlEvents(bytes: Uint8Array): Generator<XmlEvent> {
  const source = decode(bytes)
  let at = 0
  while (at < source.length) {
    const next = source.indexOf('<', at)
    const end = next < 0 ? source.length : next
    if (end > at) yield { kind: 'text', text: plainText(source.slice(at, end)) }
    if (next < 0) return
    at = next
    if (source.startsWith('<?', at)) at = after(source, '?>', at)
    else if (source.startsWith('<!--', at)) at = after(source, '-->', at)
    else if (source.startsWith('<![CDATA[', at)) {
      const close = after(source, ']]>', at)
      yield { kind: 'text', text: source.slice(at + 9, close - 3) }
      at = close
    } else if (source.startsWith('<!', at)) throw new Refused('doctype')
    else {
      tag.lastIndex = at
      const found = tag.exec(source)
      if (found === null) throw new Refused('damaged')
      at = tag.lastIndex
      const [, slash, name = '', attributes = '', empty] = found
      if (slash) yield { kind: 'close', name: local(name) }
      else
        yield {
          kind: 'open',
          name: local(name),
          attributes: attributesOf(attributes),
          isEmpty: empty === '/',
        }
    }
  }
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Refused('damaged')
  }
}

function after(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from)
  if (at < 0) throw new Refused('damaged')
  return at + mark.length
}

function attributesOf(text: string): Record<string, string> {
  const all: Record<string, string> = Object.create(null)
  for (const [, name = '', double, single] of text.matchAll(attribute))
    all[local(name)] = plainText(double ?? single ?? '')
  return all
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function plainText(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,12});?/g, (_, what: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(what)
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] ? 16 : 10) : Number.NaN
    const character = point <= 0x10ffff ? String.fromCodePoint(point) : named[what]
    if (character === undefined) throw new Refused('damaged')
    return character
  })
}
