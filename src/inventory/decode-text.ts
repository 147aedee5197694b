import { type Flaw, flaw } from './problem.ts'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258'

/**
 * The text of a file as spreadsheets and editors in Vietnam save it: UTF-8 and UTF-16 with or without byte order mark, and
 * Windows-1258, whose marks stand behind their letters and are joined with them (NFC). Windows-1258 says nothing of itself,
 * so it is taken only where all of the text is Vietnamese by it; `encoding` is for people to be told. Line ends become \n.
 */
export function decodeText(
  bytes: Uint8Array,
): { text: string; encoding: TextEncoding } | (Flaw & { row: number | null }) {
  const utf16 = utf16Of(bytes)
  const encoding = utf16 ?? 'utf-8'
  let read = decoded(bytes, encoding)
  if (read === null && utf16 === null) {
    const legacy = decoded(bytes, 'windows-1258')?.normalize('NFC') ?? ''
    if (!isUtf8InPart(bytes) && isVietnamese(legacy))
      return checked(legacy.replace(/\r\n?/g, '\n'), 'windows-1258')
  }
  read = read?.replace(/\r\n?/g, '\n') ?? null
  if (read !== null) return checked(read, encoding)
  return {
    row: utf16 === null ? firstBadLine(bytes) : null,
    ...flaw(
      'not_text',
      'không phải UTF-8, UTF-16 hay Windows-1258 (có thể là TCVN3 hoặc VNI); hãy lưu thành "CSV UTF-8" rồi nhập lại',
      'is neither UTF-8, UTF-16 nor Windows-1258 (perhaps TCVN3 or VNI); save the file as "CSV UTF-8" and import that',
    ),
  }
}

function decoded(bytes: Uint8Array, encoding: TextEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** By its mark, or because every other byte of the beginning, which is a header in ASCII, is zero. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (bytes.length < 4) return null
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  return null
}

function checked(text: string, encoding: TextEncoding) {
  const nul = text.indexOf('\0')
  if (nul === -1) return { text, encoding }
  return { row: lineOf(text, nul), ...flaw('nul_byte', 'chứa ký tự NUL', 'holds a NUL character') }
}

const vowels = 'aăâeêioôơuưy'
const tones = '\u0300\u0301\u0303\u0309\u0323'
const withTones = [...vowels].flatMap((vowel) => [...tones].map((tone) => (vowel + tone).normalize('NFC')))
const vietnamese = new Set([...vowels, 'đ', ...withTones])
const toned = new Set(withTones)
/** What typesetting puts between words. */
const signs = /[\u00a0°²³·«»–—‘’“”•…₫§±×]/u

/**
 * Whether every letter beyond ASCII is of the Vietnamese alphabet, no mark is left without its letter, no word has two tones,
 * and no capital follows a small letter: what TCVN3, VISCII or Latin-1 come to when they are read as Windows-1258 is not.
 */
function isVietnamese(text: string): boolean {
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    if (/^[a-z]*$/i.test(word)) continue
    let tonesSeen = 0
    for (const letter of word.toLowerCase()) {
      if (letter > '\x7f' && !vietnamese.has(letter)) return false
      if (toned.has(letter)) tonesSeen++
    }
    if (tonesSeen > 1 || /\p{Ll}\p{Lu}/u.test(word)) return false
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is looked past
  for (const [sign] of text.matchAll(/[^\p{L}\p{M}\x00-\x7f]/gu)) if (!signs.test(sign)) return false
  return true
}

/** Letters of two or more bytes as only UTF-8 writes them: then the file is that, and damaged. */
function isUtf8InPart(bytes: Uint8Array): boolean {
  for (let at = 0; at + 2 < bytes.length; at++) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
    const isTrail = (byte: number) => byte >= 0x80 && byte < 0xc0
    if (first >= 0xe1 && first < 0xf0 && isTrail(second) && isTrail(third)) return true
  }
  return false
}

function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed === -1 ? bytes.length : feed + 1
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end
  }
  return line
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
