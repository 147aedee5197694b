import { expect, test } from 'vitest'
import { cronPeriod } from '../../src/jobs/cron-period.ts'
import { metricsText } from '../../src/operations/metrics-text.ts'
import { isOverdue } from '../../src/operations/task-overdue.ts'

const since = '2022-06-30T00:00:00.000Z'
const after = (seconds: number) => new Date(Date.parse(since) + seconds * 1000).toISOString()

test.each([
  ['* * * * * *', 1],
  ['*/5 * * * * *', 5],
  ['*/30 * * * * *', 30],
  ['2-59/5 * * * * *', 5],
  ['4-59/20 * * * * *', 20],
  ['30 * * * * *', 60],
  ['* * * * *', 60],
  ['15 0 * * * *', 3_600],
  ['7 * * * *', 3_600],
  ['20 3 * * *', 86_400],
  ['0 20 3 * * *', 86_400],
])('%s comes every %d seconds', (when, seconds) => {
  expect(cronPeriod(when)).toBe(seconds)
})

test.each([
  { everySeconds: 5, allowed: 120 },
  { everySeconds: 60, allowed: 180 },
  { everySeconds: 3_600, allowed: 3_600 + 6 * 3_600 },
  { everySeconds: 86_400, allowed: 86_400 + 6 * 3_600 },
])(
  'what comes every $everySeconds s is missed after $allowed s, from its last success or since it is known',
  ({ everySeconds, allowed }) => {
    for (const [okAt, start] of [
      [null, 0],
      [after(1_000), 1_000],
    ] as const) {
      expect(isOverdue({ everySeconds, since, okAt }, after(start + allowed))).toBe(false)
      expect(isOverdue({ everySeconds, since, okAt }, after(start + allowed + 1))).toBe(true)
    }
  },
)

test('metrics are text as Prometheus reads it; what is unknown is left out and never 0', () => {
  const odd = 'a "b" \\ c\nd'
  expect(
    metricsText([
      { name: 'v6gov_late', help: 'Late.', type: 'gauge', values: [{ value: null }] },
      {
        name: 'v6gov_looks_total',
        help: 'Looks.',
        type: 'counter',
        values: [{ labels: { probe: 'reach-ping', outcome: odd }, value: 3 }, { value: 0.5 }],
      },
    ]),
  ).toBe(
    [
      '# HELP v6gov_late Late.',
      '# TYPE v6gov_late gauge',
      '# HELP v6gov_looks_total Looks.',
      '# TYPE v6gov_looks_total counter',
      'v6gov_looks_total{probe="reach-ping",outcome="a \\"b\\" \\\\ c\\nd"} 3',
      'v6gov_looks_total 0.5',
      '',
    ].join('\n'),
  )
})
