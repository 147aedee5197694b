import type { Chart, Quantity } from './chart.ts'

/** How the values of a chart are written: divided by `per`, with so many digits and this after them. */
export type ChartUnit = { per: number; suffix: string; digits: number }

/** The axis of values: its ends, where it is marked, and with how many digits. */
export type ChartScale = ChartUnit & { least: number; most: number; marks: number[]; markDigits: number }

const most = 5
const prefixes = [
  { per: 1e9, prefix: 'G' },
  { per: 1e6, prefix: 'M' },
  { per: 1e3, prefix: 'k' },
  { per: 1, prefix: '' },
]

/** From zero, since a part of a scale makes small things look large; only a number without a unit need not begin there. */
export function scaleOf({
  quantity,
  curves,
  limits,
}: Pick<Chart, 'quantity' | 'curves' | 'limits'>): ChartScale {
  const values = curves
    .flatMap(({ mean, range }) => [...mean, ...(range === null ? [] : [...range.least, ...range.most])])
    .filter((value) => value !== null)
  const all = [...values, ...limits.map(({ value }) => value)]
  const highest = all.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  const lowest = all.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const isWhole = values.every(Number.isInteger)
  if (all.length === 0)
    return { ...unitOf(quantity, 1, isWhole), least: 0, most: 1, marks: [0, 1], markDigits: 0 }
  const isFar = quantity === 'number' && lowest > 0 && highest - lowest < lowest / 2
  const from = isFar ? lowest : Math.min(0, lowest)
  const span = highest - from || Math.abs(highest) || 1
  const unit = unitOf(quantity, Math.max(Math.abs(from), from + span), isWhole)
  const step = niceStep(span / (most - 1) / unit.per) * unit.per
  const least = Math.floor(from / step + 1e-9) * step
  const count = Math.ceil((from + span - least) / step - 1e-9)
  const marks = Array.from({ length: count + 1 }, (_, index) => tidy(least + index * step))
  return {
    ...unit,
    digits: Math.max(unit.digits, digitsOf(step / unit.per)),
    markDigits: digitsOf(step / unit.per),
    least: marks[0] ?? 0,
    most: marks.at(-1) ?? 1,
    marks,
  }
}

function unitOf(quantity: Quantity, highest: number, isWhole: boolean): ChartUnit {
  if (quantity === 'share') return { per: 0.01, suffix: '%', digits: 1 }
  if (quantity === 'ms') return { per: 1, suffix: ' ms', digits: 1 }
  const { per, prefix } = prefixes.find((one) => highest >= one.per) ?? { per: 1, prefix: '' }
  if (quantity === 'bitRate') return { per, suffix: ` ${prefix}b/s`, digits: per === 1 ? 0 : 2 }
  if (quantity === 'rate') return { per: 1, suffix: '/s', digits: 2 }
  return { per: 1, suffix: '', digits: isWhole ? 0 : 2 }
}

/** 1, 2 or 5 times a power of ten, not below the value. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10) * power
}

function digitsOf(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
}

/** Without the crumbs of binary fractions: 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
