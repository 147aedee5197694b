import { formatMoment, formatNumber, formatSpan } from '../i18n/format.ts'
import type { Messages } from '../i18n/messages.ts'
import type { Notice, Subscription } from '../model/notifications.ts'
import type { Locale } from '../model.ts'

/** What is sent: texts for people, and the same for programs. */
export type Rendered = { subject: string; text: string; payload: Record<string, unknown> }

type Words = { t: Messages['notify']; locale: Locale }

/** A message in the language of whoever gets it. `baseUrl`: where the pages are, null where nobody said. */
export function render(
  {
    id,
    notices,
    subscription,
    baseUrl,
  }: { id: string; notices: Notice[]; subscription: Pick<Subscription, 'name'>; baseUrl: string | null },
  words: Words,
): Rendered {
  const { t } = words
  const subject = oneLine(`[v6gov] ${subjectOf(notices, words)}`)
  const bodies = notices.map((notice) => textOf(notice, baseUrl, words))
  const body = bodies.length === 0 ? t.message.testBody : bodies.join('\n\n')
  const foot = `${t.message.reference(id)}\n${t.message.why(oneLine(subscription.name))}`
  return {
    subject,
    text: `${body}\n\n-- \n${foot}\n`,
    payload: {
      type: notices.length === 0 ? 'test' : notices.length === 1 ? `incident.${notices[0]?.kind}` : 'digest',
      data: notices.map((notice) => ({
        ...notice,
        title: notice.title[words.locale],
        url: baseUrl && baseUrl + notice.path,
      })),
    },
  }
}

function subjectOf(notices: Notice[], { t, locale }: Words): string {
  const [first] = notices
  if (first === undefined) return t.message.test
  if (notices.length > 1) return t.message.digest(formatNumber(notices.length, locale))
  const severity = first.kind === 'opened' ? ` (${t.severities[first.severity].toLowerCase()})` : ''
  return `${t.message[first.kind]}${severity}: ${first.title[locale]}`
}

function textOf(notice: Notice, baseUrl: string | null, { t, locale }: Words): string {
  const { since, until } = notice
  const seconds = until === null ? 0 : (Date.parse(until) - Date.parse(since)) / 1000
  return [
    `${t.message[notice.kind]}: ${notice.title[locale]}`,
    `${t.message.severity}: ${t.severities[notice.severity]}`,
    notice.place !== '' && `${t.message.place}: ${notice.place}`,
    t.message.since(formatMoment(since, locale)),
    until !== null && t.message.until(formatMoment(until, locale), formatSpan(seconds, locale)),
    baseUrl !== null && baseUrl + notice.path,
  ]
    .filter((line) => line !== false)
    .map(oneLine)
    .join('\n')
}

/** Names come from devices and files: none may begin a line, or turn the order of writing. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
}
