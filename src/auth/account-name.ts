/**
 * The one spelling of an account's name: NFC, lower case, no blanks around it. undefined when it cannot be one: 2 to 64
 * letters, digits, dots, hyphens, underscores or @, beginning with a letter or digit.
 */
export function parseAccountName(text: string): string | undefined {
  const name = text.normalize('NFC').trim().toLowerCase()
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{1,63}$/u.test(name) ? name : undefined
}
