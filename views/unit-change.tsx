import { formatDay } from '../src/i18n/format.ts'
import type { Hindrance, WithdrawalEffect } from '../src/inventory/withdraw-unit-change.ts'
import type { UnitChangeRecord } from '../src/model/inventory.ts'
import { type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { Moment } from './parts/time.tsx'
import { ChangedUnits } from './unit-changes.tsx'

type Props = {
  frame: Frame
  change: UnitChangeRecord
  /** What withdrawing it would do; null when it was withdrawn. */
  effect: WithdrawalEffect | null
  names: Map<string, string>
  /** What was sent and could not be done, and all that stood in the way. */
  why: string
  hindrances: Hindrance[]
}

/** One change of units: what a document decided, and the way to withdraw it when it was entered by mistake. */
export function UnitChangePage({ frame, change, effect, names, why, hindrances }: Props) {
  const { t, locale } = frame
  const words = t.unitChanges
  const { withdrawn } = change
  const title = `${words.kinds[change.kind]} ${formatDay(change.day, locale)}`
  return (
    <Layout frame={frame} title={title} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/unit-changes">{words.title}</a>
          </p>
          <h1>{title}</h1>
          <p class="muted">{withdrawn === null ? words.inForce : words.withdrawn}</p>
        </div>
        <p class="actions no-print">
          <a href={`/unit-changes/${encodeURIComponent(change.code)}.json`}>JSON</a>
        </p>
      </div>
      <section class="card">
        <dl class="facts">
          <dt>{words.columns.units}</dt>
          <dd>
            <ChangedUnits change={change} names={names} frame={frame} />
          </dd>
          <dt>{words.code}</dt>
          <dd>
            <Raw text={change.code} />
          </dd>
          <dt>{words.columns.document}</dt>
          <dd>
            <Raw text={change.documentNo || '–'} />
            {change.documentDate !== null && `, ${formatDay(change.documentDate, locale)}`}
          </dd>
          {change.note !== '' && (
            <>
              <dt>{words.note}</dt>
              <dd>
                <Raw text={change.note} />
              </dd>
            </>
          )}
          {withdrawn !== null && (
            <>
              <dt>{words.withdrawn}</dt>
              <dd>
                <Moment at={withdrawn.at} frame={frame} />, <Raw text={withdrawn.by} />
              </dd>
              <dt>{words.why}</dt>
              <dd>
                <Raw text={withdrawn.why} />
              </dd>
            </>
          )}
        </dl>
      </section>
      {effect !== null && may(frame, 'engineer') && (
        <section class="card no-print">
          <h2>{words.withdrawTitle}</h2>
          <p class="muted">{words.withdrawWhat}</p>
          {hindrances.length > 0 && (
            <div class="error" role="alert">
              <p>{words.hindered}</p>
              <ul class="list">
                {hindrances.map((one) => (
                  <li>
                    {words.hindrances[one.why](names.get(one.unit) ?? one.unit)}
                    {one.why !== 'documents' && (
                      <>
                        {' '}
                        <Raw text={one.codes.slice(0, 20).join(', ')} />
                        {one.codes.length > 20 && ' …'}
                      </>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <Effect effect={effect} change={change} frame={frame} />
          <form
            class="stack"
            method="post"
            action={`/unit-changes/${encodeURIComponent(change.code)}/withdraw`}
          >
            {effect.begun.map(({ code, name }) => (
              <label class="check">
                <input type="checkbox" name="never" value={code} checked={hindrances.length === 0} />
                <span>{words.never(name)}</span>
              </label>
            ))}
            <label class="field">
              <span>{words.why}</span>
              <input name="why" value={why} maxlength={500} required />
            </label>
            <button type="submit">{words.withdraw}</button>
          </form>
        </section>
      )}
    </Layout>
  )
}

function Effect({
  effect,
  change,
  frame,
}: {
  effect: WithdrawalEffect
  change: UnitChangeRecord
  frame: Frame
}) {
  const words = frame.t.unitChanges
  const { revived, renamed, begun } = effect
  if (revived.length + begun.length === 0 && renamed === null) return <p>{words.noEffect}</p>
  return (
    <ul class="list">
      {revived.map(({ name }) => (
        <li>{words.revived(name)}</li>
      ))}
      {renamed !== null && <li>{words.renamed(change.nameBefore, formatDay(change.day, frame.locale))}</li>}
    </ul>
  )
}
