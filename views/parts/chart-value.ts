import { formatNumber } from '../../src/i18n/format.ts'
import type { Locale } from '../../src/model.ts'
import type { ChartUnit } from '../../src/operations/chart-scale.ts'

/** "12,5 Mb/s", "0,2%". */
export function formatValue(value: number, { per, suffix, digits }: ChartUnit, locale: Locale): string {
  return `${formatNumber(value / per, locale, digits)}${suffix}`
}
