import { ApiPage } from '../../../views/api.tsx'
import { curlExamples } from '../curl-examples.ts'
import { sendJson } from '../data.ts'
import { describeOperations, toOpenApi } from '../openapi.ts'
import { readQuery } from '../query.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const apiPages: Page[] = [
  { method: 'GET', path: '/api/openapi', rule: 'everyone', formats: ['json'], handle: showApi },
]

async function showApi(c: WebContext) {
  readQuery(c, {})
  const operations = await describeOperations(c.var)
  if (c.var.format === 'json') return sendJson(c, toOpenApi(operations, c.var.origin))
  return c.html(
    <ApiPage frame={await frameOf(c)} operations={operations} examples={Object.values(curlExamples)} />,
  )
}
