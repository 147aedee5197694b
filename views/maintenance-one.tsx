import { formatMoment } from '../src/i18n/format.ts'
import type { MaintenanceTime } from '../src/operations/maintenance.ts'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { approvalText, type MaintenanceRow, Target } from './maintenance.tsx'
import { ruleText, TimeSpan } from './maintenance-time.tsx'
import { Raw } from './parts/raw.tsx'
import { Moment } from './parts/time.tsx'

type Props = {
  frame: Frame
  row: Omit<MaintenanceRow, 'times'>
  /** The one under way and the next ones. */
  next: MaintenanceTime[]
  saved: boolean
}

/** One piece of announced work: what, when, who said so, and what can be done about it. */
export function MaintenanceOnePage({ frame, row, next, saved }: Props) {
  const { t, locale } = frame
  const words = t.maintenance
  const { maintenance: one, state } = row
  const approvedMs = one.approvedAt === null ? null : Date.parse(one.approvedAt)
  const by = (at: string | null, who: string | null) => words.by(formatMoment(at ?? '', locale), who ?? '')
  return (
    <Layout frame={frame} title={one.what} section="maintenance">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/maintenance">{words.title}</a>
          </p>
          <h1>
            <Raw text={one.what} />
          </h1>
          <p class="muted">{words.states[state]}</p>
        </div>
        <p class="actions no-print">
          <a href={`/maintenance/${one.id}.json`}>JSON</a>
        </p>
      </div>
      {saved && (
        <p class="card" role="status">
          {words.saved}
        </p>
      )}
      <section class="card">
        <dl class="facts">
          <dt>{words.columns.target}</dt>
          <dd>
            <Target row={row} frame={frame} />
          </dd>
          <dt>{words.columns.mode}</dt>
          <dd>{words.modes[one.mode]}</dd>
          <dt>{words.columns.repeats}</dt>
          <dd>{ruleText(one, frame)}</dd>
          <dt>{words.approval}</dt>
          <dd>
            {approvalText(one, frame)}
            {one.approvedAt !== null && ` (${by(one.approvedAt, one.approvedBy)})`}
          </dd>
          <dt>{words.enteredBy}</dt>
          <dd>{by(one.enteredAt, one.enteredBy)}</dd>
          {one.closedAt !== null && (
            <>
              <dt>{words.closedBy}</dt>
              <dd>{by(one.closedAt, one.closedBy)}</dd>
            </>
          )}
        </dl>
      </section>
      <section class="block">
        <h2>{words.nextTimes}</h2>
        {next.length === 0 ? (
          <p class="muted">{words.noNext}</p>
        ) : (
          <ul class="list">
            {next.map((time) => (
              <li>
                <TimeSpan time={time} zone={one.zone} frame={frame} />{' '}
                {one.mode === 'exclude' && (
                  <span class="muted small">
                    {approvedMs !== null && approvedMs < time.fromMs ? words.excluded : words.counted}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      <Actions frame={frame} row={row} />
    </Layout>
  )
}

function Actions({ frame, row: { maintenance: one, state } }: Pick<Props, 'frame' | 'row'>) {
  const words = frame.t.maintenance
  if (!may(frame, 'engineer') || state === 'ended' || state === 'withdrawn') return null
  const isForgotten = state === 'forgotten'
  return (
    <div class="actions no-print">
      {one.mode === 'exclude' && one.approvedAt === null && may(frame, 'admin') && (
        <form method="post" action={`/maintenance/${one.id}/approve`}>
          <p class="muted small">{words.approveWhat}</p>
          <button class="primary" type="submit">
            {words.approve}
          </button>
        </form>
      )}
      {one.askAt !== null && (
        <form method="post" action={`/maintenance/${one.id}/prolong`}>
          <p class="muted small">
            {isForgotten ? words.forgottenWhat : <Moment at={one.askAt} frame={frame} />}
          </p>
          <label>
            <span>{words.goesOn} </span>
            <input type="number" name="hours" value="2" min={1} max={72} required /> {words.hours}
          </label>{' '}
          <button type="submit">{words.form.submit}</button>
        </form>
      )}
      <form method="post" action={`/maintenance/${one.id}/close`}>
        <p class="muted small">{words.closeWhat}</p>
        <button type="submit">
          {isForgotten ? words.isOver : state === 'planned' ? words.close.planned : words.close.other}
        </button>
      </form>
    </div>
  )
}
