// Spreadsheets take a cell as a formula when it begins with one of these (OWASP, "CSV Injection"), quoted or not.
const guarded = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const unguarded = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/**
 * Text as it may stand in a CSV file that a spreadsheet opens: an apostrophe goes before whatever would run as a
 * formula, and before a text that already looks guarded, so that `unguardFormula` gives every text back exactly.
 */
export function guardFormula(text: string): string {
  return guarded.test(text) ? `'${text}` : text
}

/** Takes off the apostrophe that `guardFormula` put on, and no other. */
export function unguardFormula(text: string): string {
  return unguarded.test(text) ? text.slice(1) : text
}
