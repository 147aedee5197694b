import type { Messages } from '../messages.ts'

export const api: Messages['api'] = {
  title: 'Interface for programs',
  what: 'Every list can be read at the same address with .json or .csv. A program sends its token in the header Authorization: Bearer; with a scope that ends in :write it may write to the POST addresses below.',
  key: 'Every write needs the header Idempotency-Key. The same again under the same key within seven days gets the same answer and writes nothing; another body under the same key is refused (422).',
  document: 'Description in OpenAPI 3.1',
  method: 'Method',
  path: 'Address',
  takes: 'Parameters or fields',
  scope: 'Scope of the token',
  nobody: 'for people only',
}
