/** Characters that draw nothing or turn the line around: C0 and C1 controls, marks and overrides of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const unseen = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Text with the characters that nobody sees written out, as in "name\u{202e}gpj". */
export function seen(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** Words longer than this may be broken anywhere; the longest IPv6 address with its zone is shorter. */
const unbrokenLength = 48

/** Words that came off a network or out of a file: isolated, so that they cannot disturb the line they stand in. */
export function Raw({ text, mono = false }: { text: string; mono?: boolean }) {
  const isLong = text.split(/\s/).some((word) => word.length > unbrokenLength)
  const classes = [mono && 'mono', isLong && 'long'].filter(Boolean).join(' ')
  return <bdi class={classes === '' ? undefined : classes}>{seen(text)}</bdi>
}
