import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type ChannelRow, type MessageRow, NotificationsPage } from '../../../views/notifications.tsx'
import { SubscriptionFormPage } from '../../../views/subscription-form.tsx'
import { type Channel, messageStates } from '../../model/notifications.ts'
import type { Instant } from '../../model.ts'
import { listUnits } from '../../store/inventory.ts'
import { countWaiting, listMessages, listNotices } from '../../store/messages.ts'
import { addTestMessage } from '../../store/outbox.ts'
import { listReportsTold } from '../../store/report-messages.ts'
import {
  addSubscription,
  endSubscription,
  findSubscription,
  findSubscriptions,
  listChannels,
  listSubscriptions,
} from '../../store/subscriptions.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import type { FieldProblem } from '../document-form.ts'
import { choice, paging, readQuery, sliceOf } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import { readSubscription } from '../subscription-form.ts'
import type { Page, WebContext } from '../web.ts'

/** Addresses of people are nobody's business who only reads; where messages go to is for administrators to say. */
export const notificationPages: Page[] = [
  { method: 'GET', path: '/notifications', rule: 'setup', formats: ['json', 'csv'], handle: showAll },
  { method: 'POST', path: '/notifications', rule: 'admin', handle: subscribe },
  { method: 'GET', path: '/notifications/new', rule: 'admin', handle: showForm },
  { method: 'POST', path: '/notifications/:subscription/test', rule: 'engineer', handle: sendTest },
  { method: 'POST', path: '/notifications/:subscription/end', rule: 'admin', handle: end },
]

/** A process says every minute which channels it has. */
const goneMs = 5 * 60_000
/** Older messages are shown with `since`. */
const shownMs = 90 * 86_400_000

async function showAll(c: WebContext) {
  const { db, now } = c.var.deps
  const { state, tested, since, ...asked } = readQuery(c, {
    ...paging,
    state: choice(messageStates),
    tested: choice(['yes']),
    since: z.iso.date().optional(),
  })
  const slice = sliceOf(c, asked)
  const { messages, total } = await listMessages(db, {
    since: since ?? new Date(Date.parse(now()) - shownMs).toISOString(),
    state,
    ...slice,
  })
  const notices = await listNotices(
    db,
    messages.map(({ id }) => id),
  )
  const who = await findSubscriptions(db, [...new Set(messages.map(({ subscription }) => subscription))])
  const told = await listReportsTold(
    db,
    messages.map(({ id }) => id),
  )
  const rows = messages.map((message) => ({
    message,
    report: told.get(message.id) ?? null,
    notices: notices.get(message.id) ?? [],
    subscription: who.get(message.subscription),
  }))
  if (c.var.format === 'json') return sendList(c, { items: rows.map(toItem), total, asOf: now() })
  if (c.var.format === 'csv') return sendCsv(c, 'notifications', columns, rows)
  return c.html(
    <NotificationsPage
      frame={await frameOf(c)}
      channels={await channelRows(c)}
      subscriptions={await listSubscriptions(db)}
      rows={rows}
      slice={{ ...slice, total }}
      state={state}
      tested={tested === 'yes'}
    />,
  )
}

async function channelRows(c: WebContext): Promise<ChannelRow[]> {
  const { db, now } = c.var.deps
  const waiting = await countWaiting(db)
  return (await listChannels(db)).map((channel) => ({
    channel,
    state: channelState(channel, now()),
    waiting: waiting.get(channel.name) ?? 0,
  }))
}

function channelState({ offeredAt, failures, okAt }: Channel, now: Instant): ChannelRow['state'] {
  if (Date.parse(now) - Date.parse(offeredAt) > goneMs) return 'gone'
  if (failures > 0) return 'failing'
  return okAt === null ? 'unused' : 'ok'
}

function showForm(c: WebContext) {
  readQuery(c, {})
  return sendForm(c, null, [])
}

async function sendForm(c: WebContext, form: Record<string, string[]> | null, problems: FieldProblem[]) {
  const channels = await listChannels(c.var.deps.db)
  return c.html(
    <SubscriptionFormPage frame={await frameOf(c)} channels={channels} form={form} problems={problems} />,
    problems.length > 0 ? 422 : 200,
  )
}

async function subscribe(c: WebContext) {
  const { deps, session, words } = c.var
  const form = await readForm(c)
  const units = new Set((await listUnits(deps.db, { asOf: deps.now() })).map(({ code }) => code))
  const read = readSubscription(form, { channels: await listChannels(deps.db), units }, words.t)
  if ('problems' in read) return sendForm(c, form, read.problems)
  const id = randomUUID()
  await recorded(c, async (db, tell) => {
    const entered = { enteredAt: deps.now(), enteredBy: session?.account ?? '' }
    await addSubscription(db, { ...read.read, id, ...entered })
    await tell({ action: 'subscription.add', subject: id, after: read.read })
  })
  return c.redirect('/notifications#subscriptions', 303)
}

async function sendTest(c: WebContext) {
  const subscription = await requireSubscription(c)
  await recorded(c, async (db, tell) => {
    await addTestMessage(db, subscription, c.var.deps.now())
    await tell({ action: 'subscription.test', subject: subscription.id })
  })
  return c.redirect('/notifications?tested=yes', 303)
}

async function end(c: WebContext) {
  const { deps, session } = c.var
  const { id, name } = await requireSubscription(c)
  await recorded(c, async (db, tell) => {
    await endSubscription(db, id, { at: deps.now(), by: session?.account ?? '' })
    await tell({ action: 'subscription.end', subject: id, before: { name } })
  })
  return c.redirect('/notifications#subscriptions', 303)
}

async function requireSubscription(c: WebContext) {
  const id = c.req.param('subscription') ?? ''
  return (await findSubscription(c.var.deps.db, id)) ?? refuse('notFound', [id])
}

function toItem({ message, report, notices, subscription }: MessageRow) {
  const { subscription: id, ...shown } = message
  return { ...shown, subscription: { id, name: subscription?.name ?? null }, report, notices }
}

const columns: CsvColumn<MessageRow>[] = [
  ['id', ({ message }) => message.id],
  ['kind', ({ message }) => message.kind],
  ['state', ({ message }) => message.state],
  ['subscription', ({ message }) => message.subscription],
  ['name', ({ subscription }) => subscription?.name ?? null],
  ['channel', ({ message }) => message.channel],
  ['made_at', ({ message }) => message.madeAt],
  ['due_at', ({ message }) => message.dueAt],
  ['sent_at', ({ message }) => message.sentAt],
  ['attempts', ({ message }) => message.attempts],
  ['error', ({ message }) => message.error],
  [
    'about',
    ({ report, notices }) =>
      report ? `report ${report.period} v${report.version}` : notices.map(({ about }) => about).join(' '),
  ],
  ['title', ({ notices }) => notices.map(({ title }) => title.vi).join('; ')],
]
