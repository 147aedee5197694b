import type { Messages } from '../i18n/messages.ts'
import { missingOf, type Office } from '../report/office.ts'
import type { FieldProblem } from './document-form.ts'

/** What the form of a report sent: every value of each field. */
export type OfficeForm = Record<string, string[]>

/** Fields of one line, and how long each may be; those of several lines below. */
const lines = { superior: 100, symbol: 30, place: 60, number: 10, signer: 100 } as const
const longTexts = {
  issuer: 150,
  addressees: 1000,
  authority: 200,
  recipients: 1500,
  direction: 20_000,
  proposals: 20_000,
} as const
const required = new Set(['issuer', 'symbol', 'place'])

/** What people entered, or everything that is wrong with it. `version` is the newest version of the report, if any. */
export function readOffice(
  form: OfficeForm,
  { t, version, today }: { t: Messages['reportOffice']; version: number | null; today: string },
): { office: Office } | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const value = (name: string) => (form[name]?.[0] ?? '').replaceAll('\r\n', '\n').trim()
  for (const [name, most] of Object.entries({ ...lines, ...longTexts })) {
    const text = value(name)
    if (text === '' && required.has(name)) problems.push({ field: name, message: t.problems.empty })
    if (text.length > most) problems.push({ field: name, message: t.problems.long(String(most)) })
    if (name in lines && text.includes('\n')) problems.push({ field: name, message: t.problems.oneLine })
  }
  if (value('number') !== '' && !/^[1-9]\d{0,8}$/.test(value('number')))
    problems.push({ field: 'number', message: t.problems.number })
  const [date, sentOn] = [value('date'), value('sentOn')]
  for (const [field, day] of [
    ['date', date],
    ['sentOn', sentOn],
  ] as const)
    if (day !== '' && !isDay(day)) problems.push({ field, message: t.problems.day })
  const list = (name: string) =>
    value(name)
      .split('\n')
      .map((one) => one.replace(/^-\s*/, '').replace(/[;.]$/, '').trim())
      .filter((one) => one !== '')
  const office: Office = {
    superior: value('superior'),
    issuer: value('issuer'),
    symbol: value('symbol'),
    place: value('place'),
    number: value('number'),
    date: date || null,
    addressees: list('addressees'),
    authority: list('authority'),
    signer: value('signer'),
    recipients: list('recipients'),
    direction: value('direction'),
    proposals: value('proposals'),
    sentOn: sentOn || null,
    sentVersion: sentOn ? version : null,
  }
  if (isDay(sentOn)) {
    if (sentOn > today) problems.push({ field: 'sentOn', message: t.problems.future })
    if (isDay(date) && sentOn < date) problems.push({ field: 'sentOn', message: t.problems.beforeDate })
    if (version === null) problems.push({ field: 'sentOn', message: t.problems.notFrozen })
    for (const field of missingOf(office)) problems.push({ field, message: t.problems.needed })
  }
  return problems.length > 0 ? { problems } : { office }
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : null
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
