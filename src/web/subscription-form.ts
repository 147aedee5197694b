import type { Messages } from '../i18n/messages.ts'
import {
  topics as allTopics,
  type Channel,
  type ChannelKind,
  type Subscription,
  severities,
} from '../model/notifications.ts'
import { isZone } from '../operations/local-time.ts'
import type { FieldProblem } from './document-form.ts'

export type ReadSubscription = Omit<Subscription, 'id' | 'enteredAt' | 'enteredBy' | 'endedAt' | 'endedBy'>

const maxText = 500
const times = /^([01]\d|2[0-3]):[0-5]\d$/

/** Reads the whole form; every mistake comes back at once. `units`: the codes that there are. */
export function readSubscription(
  form: Record<string, string[]>,
  { channels, units }: { channels: Channel[]; units: ReadonlySet<string> },
  { notify: t }: Pick<Messages, 'notify'>,
): { problems: FieldProblem[] } | { read: ReadSubscription } {
  const problems: FieldProblem[] = []
  const wrong = (field: string, message: string) => void problems.push({ field, message })
  const text = (field: string) => {
    const value = (form[field]?.[0] ?? '').normalize('NFC').trim()
    if (value.length > maxText) wrong(field, t.tooLong)
    if (/\p{Cc}/u.test(value)) wrong(field, t.control)
    return value
  }
  const time = (field: string) => {
    const value = text(field)
    if (value !== '' && !times.test(value)) wrong(field, t.badTime)
    return value
  }
  const name = text('name')
  if (name === '') wrong('name', t.required)
  const channel = channels.find((one) => one.name === text('channel'))
  if (channel === undefined) wrong('channel', t.unknownChannel)
  const target = text('target')
  const targetProblem = target === '' ? t.required : channel && problemOfTarget(channel.kind, target, t)
  if (targetProblem) wrong('target', targetProblem)
  const codes = text('units')
    .split(/[\s,;]+/)
    .filter((code) => code !== '')
  const unknown = codes.filter((code) => !units.has(code))
  if (unknown.length > 0) wrong('units', t.unknownUnit(unknown.join(', ')))
  const topics = allTopics.filter((topic) => form.topics?.includes(topic))
  if (topics.length === 0) wrong('topics', t.required)
  const severity = severities.find((known) => known === text('severity'))
  if (severity === undefined) wrong('severity', t.required)
  const locale = text('locale') === 'en' ? 'en' : 'vi'
  const zone = text('zone')
  if (!isZone(zone)) wrong('zone', t.unknownZone)
  const [from, to, digestAt] = [time('quietFrom'), time('quietTo'), time('digestAt')]
  if ((from === '') !== (to === '') || (from !== '' && from === to)) wrong('quietTo', t.quietPair)
  if (problems.length > 0 || channel === undefined || severity === undefined) return { problems }
  return {
    read: {
      name,
      channel: channel.name,
      target,
      locale,
      topics,
      units: [...new Set(codes)],
      severity,
      tellEnd: text('tellEnd') === 'yes',
      zone,
      quiet: from === '' ? null : { from, to },
      digestAt: digestAt === '' ? null : digestAt,
      urgent: text('urgent') === 'yes',
    },
  }
}

function problemOfTarget(kind: ChannelKind, target: string, t: Messages['notify']): string | undefined {
  if (kind === 'email') return /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/.test(target) ? undefined : t.badAddress
  if (kind === 'telegram') return /^(-?\d{1,20}|@\w{1,64})$/.test(target) ? undefined : t.badChat
  const url = URL.canParse(target) ? new URL(target) : null
  const isPlain = url !== null && ['http:', 'https:'].includes(url.protocol)
  return isPlain && url.username === '' && url.password === '' ? undefined : t.badUrl
}
