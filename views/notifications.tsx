import { formatAge, formatMoment, formatNumber } from '../src/i18n/format.ts'
import {
  type Channel,
  type Message,
  type MessageState,
  messageStates,
  type Notice,
  type ReportTold,
  type Subscription,
} from '../src/model/notifications.ts'
import { periodName } from '../src/report/period-name.ts'
import { type Frame, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

export type ChannelRow = { channel: Channel; state: 'ok' | 'unused' | 'failing' | 'gone'; waiting: number }
export type MessageRow = {
  message: Message
  /** What a message of the kind `report` brings. */
  report: ReportTold | null
  notices: Notice[]
  subscription: Subscription | undefined
}

type Props = {
  frame: Frame
  channels: ChannelRow[]
  subscriptions: Subscription[]
  rows: MessageRow[]
  slice: Slice
  state: MessageState | undefined
  tested: boolean
}

/** Channels and whether they work, who is told what, and what has become of each message. */
export function NotificationsPage({ frame, channels, subscriptions, rows, slice, state, tested }: Props) {
  const t = frame.t.notify
  return (
    <Layout frame={frame} title={t.title} section="notifications">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      {tested && (
        <p class="card" role="status">
          {t.testQueued}
        </p>
      )}
      <section class="block" id="channels">
        <h2>{t.channels}</h2>
        <p class="muted small">{t.channelsWhat}</p>
        {channels.length === 0 ? (
          <div class="empty">
            <strong>{t.noChannels}</strong>
            <span>{t.noChannelsWhat}</span>
          </div>
        ) : (
          <Channels channels={channels} frame={frame} />
        )}
      </section>
      <section class="block" id="subscriptions">
        <div class="page-head">
          <h2>{t.subscriptions}</h2>
          {may(frame, 'admin') && channels.length > 0 && (
            <a class="button no-print" href="/notifications/new">
              {t.subscribe}
            </a>
          )}
        </div>
        {subscriptions.length === 0 ? (
          <p class="muted">{t.noSubscriptions}</p>
        ) : (
          <Subscriptions subscriptions={subscriptions} frame={frame} />
        )}
      </section>
      <section class="block">
        <h2>{t.outbox}</h2>
        <Filters frame={frame} action="/notifications" target="#outbox" label={t.filters} sort={null}>
          <Choice
            name="state"
            label={t.state}
            value={state}
            options={messageStates.map((one) => [one, t.states[one]])}
            frame={frame}
          />
        </Filters>
        <div id="outbox" class="block">
          {rows.length === 0 ? <p class="muted">{t.noMessages}</p> : <Outbox rows={rows} frame={frame} />}
          <Paging slice={slice} frame={frame} />
        </div>
      </section>
    </Layout>
  )
}

function Channels({ channels, frame }: Pick<Props, 'channels' | 'frame'>) {
  const { t, locale } = frame
  const { channelColumns: columns, channelKinds } = t.notify
  return (
    <TableBox label={t.notify.channels} records>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.detail}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col" class="number">
            {columns.waiting}
          </th>
        </tr>
      </thead>
      <tbody>
        {channels.map((row) => (
          <tr>
            <th scope="row">
              <Raw text={row.channel.name} />
            </th>
            <td data-label={columns.kind}>{channelKinds[row.channel.kind]}</td>
            <td data-label={columns.detail}>
              <Raw text={row.channel.detail} />
            </td>
            <td data-label={columns.state}>
              <ChannelState {...row} frame={frame} />
            </td>
            <td data-label={columns.waiting} class="number">
              <a href="/notifications?state=waiting">{formatNumber(row.waiting, locale)}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function ChannelState({ channel, state, frame }: ChannelRow & { frame: Frame }) {
  const { channelState: words } = frame.t.notify
  if (state === 'ok') return <>{words.ok(formatAge(channel.okAt ?? '', frame.now, frame.locale))}</>
  if (state !== 'failing') return <span class="muted">{words[state]}</span>
  return (
    <>
      <strong class="error">{words.failing(formatNumber(channel.failures, frame.locale))}</strong>
      <div class="small">
        <Raw text={channel.error ?? ''} />
      </div>
    </>
  )
}

function Subscriptions({ subscriptions, frame }: Pick<Props, 'subscriptions' | 'frame'>) {
  const t = frame.t.notify
  const { subscriptionColumns: columns } = t
  const isAdmin = may(frame, 'admin')
  return (
    <TableBox label={t.subscriptions} records>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.channel}</th>
          <th scope="col">{columns.wants}</th>
          <th scope="col">{columns.times}</th>
          <th scope="col">{columns.language}</th>
          <th scope="col" class="no-print">
            {columns.actions}
          </th>
        </tr>
      </thead>
      <tbody>
        {subscriptions.map((one) => (
          <tr>
            <th scope="row">
              <Raw text={one.name} />
            </th>
            <td data-label={columns.channel}>
              <Raw text={one.channel} />
              <div class="small muted">
                <Raw text={one.target} />
              </div>
            </td>
            <td data-label={columns.wants}>{wantsText(one, frame)}</td>
            <td data-label={columns.times}>{timesText(one, frame)}</td>
            <td data-label={columns.language}>{t.languages[one.locale]}</td>
            <td data-label={columns.actions} class="no-print">
              <div class="actions">
                <form method="post" action={`/notifications/${one.id}/test`}>
                  <button type="submit" aria-label={`${t.test}: ${one.name}`}>
                    {t.test}
                  </button>
                </form>
                {isAdmin && (
                  <form method="post" action={`/notifications/${one.id}/end`}>
                    <button type="submit" aria-label={`${t.end}: ${one.name}`}>
                      {t.end}
                    </button>
                  </form>
                )}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function wantsText({ topics, units, severity, tellEnd }: Subscription, { t: words, locale }: Frame): string {
  const t = words.notify
  const which =
    units.length === 0
      ? t.allUnits
      : units.length > 3
        ? t.unitCount(formatNumber(units.length, locale))
        : units.join(', ')
  const incidents = [t.fromSeverity(words.incidents.severities[severity]), ...(tellEnd ? [t.withEnd] : [])]
  return [
    which,
    ...(topics.includes('incidents') ? incidents : []),
    ...(topics.includes('reports') ? [t.wantsReports] : []),
  ].join(', ')
}

function timesText({ quiet, digestAt, urgent, zone }: Subscription, { t: { notify: t } }: Frame): string {
  if (quiet === null && digestAt === null) return t.atOnce
  const times = [
    ...(quiet === null ? [] : [t.quietText(quiet.from, quiet.to)]),
    ...(digestAt === null ? [] : [t.digestText(digestAt)]),
  ]
  return [`${times.join(', ')} (${zone})`, ...(urgent ? [t.urgentText] : [])].join(', ')
}

function Outbox({ rows, frame }: Pick<Props, 'rows' | 'frame'>) {
  const { t, locale } = frame
  const { outboxColumns: columns, kinds, states, due } = t.notify
  return (
    <TableBox label={t.notify.outbox} records>
      <thead>
        <tr>
          <th scope="col">{columns.message}</th>
          <th scope="col">{columns.made}</th>
          <th scope="col">{columns.to}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col" class="number">
            {columns.attempts}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ message, report, notices, subscription }) => (
          <tr>
            <th scope="row">
              {report !== null ? (
                <a href={withQuery(`/reports/${report.period}`, { version: report.version })}>
                  {periodName(report.period, frame)}
                </a>
              ) : (
                notices.length === 0 && kinds[message.kind]
              )}
              {notices.slice(0, 5).map((notice) => (
                <div>
                  {t.notify.message[notice.kind]}:{' '}
                  <a href={notice.path}>
                    <Raw text={notice.title[locale]} />
                  </a>
                </div>
              ))}
              {notices.length > 5 && (
                <div class="muted small">+{formatNumber(notices.length - 5, locale)}</div>
              )}
            </th>
            <td data-label={columns.made}>
              <Moment at={message.madeAt} frame={frame} />
            </td>
            <td data-label={columns.to}>
              <Raw text={subscription?.name ?? message.subscription} />{' '}
              <span class="muted small">
                <Raw text={message.channel} />
              </span>
            </td>
            <td data-label={columns.state}>
              {states[message.state]}
              {message.sentAt !== null && (
                <div class="small muted">
                  <Moment at={message.sentAt} frame={frame} seconds />
                </div>
              )}
              {['waiting', 'held'].includes(message.state) && (
                <div class="small muted">{due(formatMoment(message.dueAt, locale))}</div>
              )}
              {message.error !== null && (
                <div class="small">
                  <Raw text={message.error} />
                </div>
              )}
            </td>
            <td data-label={columns.attempts} class="number">
              {formatNumber(message.attempts, locale)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}
