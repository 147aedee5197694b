import { formatMoment, formatNumber, formatSpan } from '../i18n/format.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Notice, Subscription } from '../model/notifications.ts'
import type { Locale } from '../model.ts'

/** What is sent: texts for people, and the same for programs; files go with mail alone. */
export type Rendered = {
  subject: string
  text: string
  payload: Record<string, unknown>
  attachments?: { filename: string; contentType: string; content: Uint8Array }[]
}

type Words = { words: Messages; locale: Locale }

/** A text with what every message ends with: its own id, and why somebody gets it. */
export function signed(
  body: string,
  { id, subscription }: { id: string; subscription: Pick<Subscription, 'name'> },
  { message: t }: Messages['notify'],
): string {
  return `${body}\n\n-- \n${t.reference(id)}\n${t.why(oneLine(subscription.name))}\n`
}

/** A message in the language of whoever gets it. `baseUrl`: where the pages are, null where nobody said. */
export function render(
  {
    id,
    notices,
    subscription,
    baseUrl,
  }: { id: string; notices: Notice[]; subscription: Pick<Subscription, 'name'>; baseUrl: string | null },
  told: Words,
): Rendered {
  const t = told.words.notify
  const subject = oneLine(`[v6gov] ${subjectOf(notices, told)}`)
  const bodies = notices.map((notice) => textOf(notice, baseUrl, told))
  const body = bodies.length === 0 ? t.message.testBody : bodies.join('\n\n')
  return {
    subject,
    text: signed(body, { id, subscription }, t),
    payload: {
      type: notices.length === 0 ? 'test' : notices.length === 1 ? `incident.${notices[0]?.kind}` : 'digest',
      data: notices.map((notice) => ({
        ...notice,
        title: notice.title[told.locale],
        url: baseUrl && baseUrl + notice.path,
      })),
    },
  }
}

function subjectOf(notices: Notice[], { words, locale }: Words): string {
  const t = words.notify
  const [first] = notices
  if (first === undefined) return t.message.test
  if (notices.length > 1) return t.message.digest(formatNumber(notices.length, locale))
  const severity =
    first.kind === 'opened' ? ` (${words.incidents.severities[first.severity].toLowerCase()})` : ''
  return `${kindOf(first, words)}${severity}: ${first.title[locale]}`
}

function textOf(notice: Notice, baseUrl: string | null, { words, locale }: Words): string {
  const t = words.notify
  const { since, until } = notice
  const seconds = until === null ? 0 : (Date.parse(until) - Date.parse(since)) / 1000
  return [
    `${kindOf(notice, words)}: ${notice.title[locale]}`,
    `${t.message.severity}: ${words.incidents.severities[notice.severity]}`,
    notice.place !== '' && `${t.message.place}: ${notice.place}`,
    t.message.since(formatMoment(since, locale)),
    until !== null && t.message.until(formatMoment(until, locale), formatSpan(seconds, locale)),
    baseUrl !== null && baseUrl + notice.path,
  ]
    .filter((line) => line !== false)
    .map(oneLine)
    .join('\n')
}

/** What is looked at no more did not come back. */
function kindOf({ kind, until }: Notice, { notify: { message } }: Messages): string {
  return kind === 'closed' && until === null ? message.unwatched : message[kind]
}

/** Names come from devices and files: none may begin a line, or turn the order of writing. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
}
