import { formatNumber, formatShare } from '../src/i18n/format.ts'
import type { AccountingMethod } from '../src/operations/accounting-method.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'

/** Every way of counting that a contract may name, in full. */
export function AccountingPage({ frame, methods }: { frame: Frame; methods: readonly AccountingMethod[] }) {
  const t = frame.t.accounting
  return (
    <Layout frame={frame} title={t.title} section="lines">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/lines', frame)}>{frame.t.lines.title}</a>
          </p>
          <h1>{t.title}</h1>
          <p class="muted">{t.what}</p>
        </div>
        <Downloads frame={frame} />
      </div>
      {methods.map((method, index) => (
        <section class="card" id={method.id}>
          <h2>{method.name[frame.locale]}</h2>
          {index === 0 && <p class="muted small">{t.standard}</p>}
          <dl class="facts">
            {rulesOf(method, frame).map(([name, rule]) => (
              <>
                <dt>{name}</dt>
                <dd>
                  <Raw text={rule} />
                </dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </Layout>
  )
}

/** Everything that two honest people could reckon differently, in words. */
function rulesOf(method: AccountingMethod, { t, locale }: Frame): [name: string, rule: string][] {
  const words = t.accounting
  const { rounding, leastSeen } = method
  return [
    [words.version, method.id],
    [words.down, words.downIs[method.down]],
    [words.looks, words.looksAre(formatNumber(method.looks, locale))],
    [words.neighbour, words.neighbourIs],
    [words.minute, words.minuteIs[method.minute]],
    [words.maintenance, words.maintenanceIs[method.maintenance]],
    [words.unseen, words.unseenIs[method.unseen]],
    [words.leastSeen, leastSeen === 0 ? words.noLeast : words.leastSeenIs(formatShare(leastSeen, locale))],
    [words.formula, words.formulaIs],
    [words.rounding, words.roundingIs[rounding.way](formatNumber(rounding.decimals, locale))],
    [words.merge, words.mergeIs(formatNumber(method.mergeMinutes, locale))],
    [words.zone, words.zoneIs(method.zone)],
  ]
}
