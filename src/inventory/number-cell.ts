import { bad, type Cell, good } from './cell.ts'

type Range = { min: number; max: number; integer?: boolean }

const spellings: [pattern: RegExp, toPlain: (text: string) => string][] = [
  [/^-?\d+(\.\d+)?$/, (text) => text],
  [/^-?\d+,\d+$/, (text) => text.replace(',', '.')],
  // thousands, as Vietnam writes them (1.500.000,5) and as English does (1,500,000.5)
  [/^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/, (text) => text.replaceAll('.', '').replace(',', '.')],
  [/^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/, (text) => text.replaceAll(',', '')],
]

/**
 * A number with a decimal point or comma, thousands grouped or not. "1.500" is fifteen hundred to one reader and one
 * and a half to another: where both fit the range it is refused.
 */
export function number({ min, max, integer = false }: Range): Cell<number> {
  const fits = (value: number) => value >= min && value <= max && (!integer || Number.isInteger(value))
  return {
    read(text) {
      const meanings = new Set(
        spellings.filter(([pattern]) => pattern.test(text)).map(([, toPlain]) => Number(toPlain(text)) || 0),
      )
      if (meanings.size === 0)
        return bad('bad_number', `"${text}" không phải là số`, `"${text}" is no number`)
      const [value, other] = [...meanings].filter(fits)
      if (value === undefined || (value !== 0 && Math.abs(value) < 1e-6))
        return bad(
          'out_of_range',
          `"${text}" không phải là số ${integer ? 'nguyên ' : ''}từ ${min} đến ${max}`,
          `"${text}" is no ${integer ? 'whole ' : ''}number from ${min} to ${max}`,
        )
      if (other !== undefined)
        return bad(
          'ambiguous_number',
          `"${text}" có thể hiểu là ${value} hoặc ${other}; viết ${plain(value)} hoặc ${plain(other)}`,
          `"${text}" may mean ${value} or ${other}; write ${plain(value)} or ${plain(other)}`,
        )
      return good(value)
    },
    write: plain,
  }
}

/** Digits with a decimal point. Three decimals would look like thousands, so they get a fourth. */
function plain(value: number): string {
  const text = String(value)
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? `${text}0` : text
}
