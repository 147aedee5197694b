import { AccountingPage } from '../../../views/accounting.tsx'
import { type AccountingMethod, accountingMethods } from '../../operations/accounting-method.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { readAsOf } from '../query.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const accountingPages: Page[] = [
  {
    method: 'GET',
    path: '/accounting-methods',
    rule: 'everyone',
    formats: ['json', 'csv'],
    handle: showMethods,
  },
]

/** The same at every moment, since a method that has shipped never changes. */
async function showMethods(c: WebContext) {
  const asOf = readAsOf(c)
  const methods = [...accountingMethods]
  if (c.var.format === 'json')
    return sendList(c, { items: methods, total: methods.length, asOf: asOf ?? c.var.deps.now() })
  if (c.var.format === 'csv') return sendCsv(c, 'accounting-methods', columns, methods)
  return c.html(<AccountingPage frame={await frameOf(c, { asOf })} methods={methods} />)
}

const columns: CsvColumn<AccountingMethod>[] = [
  ['method', ({ id }) => id],
  ['name', ({ name }) => name.vi],
  ['down', ({ down }) => down],
  ['looks', ({ looks }) => looks],
  ['minute', ({ minute }) => minute],
  ['maintenance', ({ maintenance }) => maintenance],
  ['unseen', ({ unseen }) => unseen],
  ['least_seen', ({ leastSeen }) => leastSeen],
  ['merge_minutes', ({ mergeMinutes }) => mergeMinutes],
  ['decimals', ({ rounding }) => rounding.decimals],
  ['rounding', ({ rounding }) => rounding.way],
  ['zone', ({ zone }) => zone],
]
