import { formatDay, formatNumber, formatPercent } from '../../src/i18n/format.ts'
import type { Line } from '../../src/model/inventory.ts'
import { accountingMethod } from '../../src/operations/accounting-method.ts'
import type { Commitment, ContractVerdict } from '../../src/operations/line-contract.ts'
import type { LineFigures } from '../../src/operations/line-figures.ts'
import { dayOf } from '../../src/report/period.ts'
import type { Frame } from '../frame.ts'
import { methodPath } from './line-path.ts'
import { lastDayBefore, monthName } from './period-links.tsx'
import { Raw } from './raw.tsx'
import { VerdictMark } from './state.tsx'

type Props = {
  line: Line
  figures: LineFigures | null
  commitments: Commitment[]
  verdict: ContractVerdict
  period: { name: string }
  frame: Frame
}

/** For whoever reads one sentence only: whether the contract was kept, why, and by which way of counting. */
export function LineSentence({ line, figures, commitments, verdict, period, frame }: Props) {
  const { t, locale } = frame
  const words = t.lines.sentence
  const month = monthName(period.name, frame)
  const provider = line.provider || words.provider
  const said =
    verdict === 'pass' || verdict === 'fail' ? words[verdict](provider, month) : words[verdict](month)
  // what decides comes first, and alone
  const deciding = commitments.filter(({ kept }) =>
    verdict === 'fail' ? kept === false : verdict === 'unknown' ? kept === null : true,
  )
  const reasons = [...new Set(deciding.map((one) => reasonOf(one, line, frame)))].join('; ')
  const method = accountingMethod(line.slaMethod ?? '')
  return (
    <section class={verdict === 'fail' ? 'card loud' : 'card'}>
      <p class="sentence">
        <VerdictMark verdict={verdict} word={t.verdict[verdict]} />
        <strong>
          <Raw text={reasons === '' ? `${said}.` : `${said}: ${reasons}.`} />
        </strong>
      </p>
      <p class="muted small">
        {figures === null
          ? t.lines.noDay
          : `${t.lines.shownTime(formatDay(dayOf(figures.from), locale), formatDay(lastDayBefore(figures.to), locale))}.`}{' '}
        <a href={methodPath(method.id, frame)}>
          {t.lines.method(`${method.name[locale]} (${figures?.method ?? method.id})`)}
        </a>
        . {t.lines.contract.byContract}
      </p>
    </section>
  )
}

function reasonOf({ of, family, limit, value }: Commitment, line: Line, { t, locale }: Frame): string {
  const words = t.lines.sentence
  if (value === null) return words.notKnown[of]
  const number = (one: number, digits: number) => formatNumber(one, locale, digits)
  const named = family === null ? '' : ` ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`
  switch (of) {
    case 'availability':
      return words.commitments.availability(`${number(value, 2)}%`, formatPercent(limit, locale))
    case 'restore':
      return words.commitments.restore(number(value, 0), t.lines.hours(number(line.slaRestoreHours ?? 0, 0)))
    case 'rtt':
      return words.commitments.rtt(`${t.lines.ms(number(value, 1))}${named}`, t.lines.ms(number(limit, 0)))
    case 'loss':
      return words.commitments.loss(`${number(value, 2)}%${named}`, formatPercent(limit, locale))
  }
}
