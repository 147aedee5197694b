import { messages as words } from '../i18n/messages.ts'
import type { Log } from '../log.ts'
import type { Message } from '../model/notifications.ts'
import type { Clock } from '../model.ts'
import { type ChannelSecret, type ChannelSecrets, withoutSecrets } from '../notify/channel-secrets.ts'
import { render } from '../notify/render.ts'
import { type SendContext, send } from '../notify/send.ts'
import { retryAfterMs } from '../notify/timing.ts'
import type { Database } from '../store/database.ts'
import { listNotices } from '../store/messages.ts'
import { claimMessage, endAttempt, listDueMessages } from '../store/outbox.ts'
import { findSubscription } from '../store/subscriptions.ts'
import { renderReportMessage } from './report-message.ts'
import { beginningOf } from './write-messages.ts'

export type SendDeps = {
  db: Database
  now: Clock
  log: Log
  channels: ChannelSecrets
  context: SendContext
  /** Where the pages are, for links; null where nobody said. */
  baseUrl: string | null
  /** Fires when this process stops: nothing new is begun. */
  stopping: AbortSignal
}

/** Longer than any try may take. */
const claimMs = 120_000
const atATime = 50

/**
 * Sends what is due, each channel by itself, so that one that is slow keeps no other waiting. Claims by compare-and-set:
 * what a process that died had claimed is sent again once its time is over, under the same id.
 */
export function createSender(deps: SendDeps) {
  const busy = new Map<string, Promise<void>>()
  return {
    /** Starts on every channel that nobody is at work on; resolves at once. */
    tick(onError: (error: unknown) => void): void {
      for (const [name, secret] of Object.entries(deps.channels)) {
        if (busy.has(name)) continue
        const work = sendDue(deps, name, secret)
          .catch(onError)
          .finally(() => busy.delete(name))
        busy.set(name, work)
      }
    },
    /** Resolves when all that is under way has ended. */
    async idle(): Promise<void> {
      await Promise.all(busy.values())
    },
  }
}

async function sendDue(deps: SendDeps, channel: string, secret: ChannelSecret): Promise<void> {
  const { db, now } = deps
  for (const message of await listDueMessages(db, { channel, now: now(), limit: atATime })) {
    if (deps.stopping.aborted) return
    const until = new Date(Date.parse(now()) + claimMs).toISOString()
    if (!(await claimMessage(db, message, { now: now(), until }))) continue
    const error = await sendOne(deps, message, secret)
    if (error === null) await endAttempt(db, message, { sent: true, at: now() })
    else {
      const waitMs = retryAfterMs(message.attempts + 1)
      const dueAt = waitMs === null ? null : new Date(Date.parse(now()) + waitMs).toISOString()
      await endAttempt(db, message, { sent: false, at: now(), error, dueAt })
      deps.log('warn', 'a message was not sent', {
        message: message.id,
        channel,
        error,
        tries: message.attempts + 1,
      })
    }
  }
}

/** Why it could not be sent; null when it was. */
async function sendOne(
  { db, now, context, baseUrl }: SendDeps,
  { id, subscription: who, kind }: Message,
  secret: ChannelSecret,
): Promise<string | null> {
  const subscription = await findSubscription(db, who)
  if (subscription === undefined) return 'nobody is to be told'
  const notices = (await listNotices(db, [id])).get(id) ?? []
  const { locale, target } = subscription
  const [first] = notices
  const inReplyTo = notices.length === 1 && first ? beginningOf(who, first) : null
  try {
    const rendered =
      kind === 'report'
        ? await renderReportMessage({ db, now, baseUrl }, { id, subscription })
        : render({ id, notices, subscription, baseUrl }, { words: words[locale], locale })
    await send(secret, { ...rendered, id, target, inReplyTo, now: now() }, context)
    return null
  } catch (error) {
    return withoutSecrets((error as Error).message, secret)
  }
}
