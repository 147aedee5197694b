import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Chart } from '../../src/operations/chart.ts'
import type { ChartScale } from '../../src/operations/chart-scale.ts'
import { formatValue } from '../../views/parts/chart-value.ts'
import { countersAt, lookAlong, pingsAt } from './course.ts'
import { type Demo, openDemo } from './demo.ts'
import { now } from './looks.ts'

const ping = '/checks/device~dc-rt-01~reach-ping'
const counters = '/checks/device~dc-rt-01~snmp-counters'
let demo: Demo

beforeAll(async () => {
  demo = await openDemo({ only: ['30', 'STTTT'], seen: false })
  const course = { until: now, looks: 600, everyMinutes: 5 }
  await lookAlong(demo.province.db, 'device~dc-rt-01~reach-ping', course, (index) =>
    index > 400 && index < 410 ? null : pingsAt(index),
  )
  await lookAlong(demo.province.db, 'device~dc-rt-01~snmp-counters', course, countersAt)
})

/** The rows of the table on a chart's own page, oldest first, without the moment. */
function tableOf(page: string): string[][] {
  const body = /<tbody>(.*?)<\/tbody>/s.exec(page)?.[1] ?? ''
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row = '']) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell))
    .reverse()
}

describe.each([
  `${ping}/series?chart=rttAvgMs`,
  `${ping}/series?chart=loss&range=7d`,
  `${counters}/series?chart=if.1.Octets&range=30d`,
  `${counters}/series?chart=if.1.Octets&from=2022-06-30T03:00:00.000Z&to=2022-06-30T04:00:00.000Z`,
])('%s', (path) => {
  test('shows the same numbers as a picture’s data, as a table and as a file', async () => {
    const [address = '', query = ''] = path.split('?')
    const { scale, ...chart } = await demo.json<Chart & { scale: ChartScale }>(`${address}.json?${query}`)
    const columns = chart.curves.flatMap(({ mean, range }) =>
      range === null ? [mean] : [mean, range.least, range.most],
    )
    expect(columns.flat().filter((value) => value !== null).length).toBeGreaterThan(10)
    const file: string[][] = parse(await demo.html(`${address}.csv?${query}`), { bom: true, from: 2 })
    expect(file).toEqual(
      chart.at.map((at, row) => [at, ...columns.map((values) => String(values[row] ?? ''))]),
    )
    const page = await demo.html(path)
    expect(tableOf(page)).toEqual(
      chart.at.map((_, row) =>
        columns.map((values) => {
          const value = values[row] ?? null
          return value === null ? 'không có số đo' : formatValue(value, scale, 'vi')
        }),
      ),
    )
  })
})

test('a rate is what the counter grew by, in bits, over the time between the looks', async () => {
  const { curves } = await demo.json<Chart>(
    `${counters}/series.json?chart=if.1.Octets&from=2022-06-30T04:52:00.000Z&to=2022-06-30T05:00:00.000Z`,
  )
  const octets = [597, 598].map((index) => Number(countersAt(index)[1]?.value))
  expect(curves[0]?.mean).toEqual([(((octets[1] ?? 0) - (octets[0] ?? 0)) * 8) / 300])
})

test('the page of a check shows its charts, and says how far they are folded', async () => {
  const page = await demo.html(`${ping}?range=7d`)
  expect(page).toContain('336 điểm, mỗi điểm gộp 30 phút')
  expect(page).toContain(
    'data-chart="/checks/device~dc-rt-01~reach-ping/series.json?chart=rttAvgMs&amp;range=7d"',
  )
  expect(await demo.html(ping)).toContain('Chỗ đứt là không có số đo.')
})

test('a part that refreshes leaves the charts alone', async () => {
  const part = await demo.html(`${ping}/state`, { 'hx-request-type': 'partial' })
  expect(part).toContain('<section id="charts" hx-morph-skip')
  expect(part).not.toContain('<figure')
})

test.each([
  'from=2022-06-30T05:00:00.000Z&to=2022-06-30T04:00:00.000Z',
  'from=2022-07-30T05:00:00.000Z',
  'range=2d',
])('%s is refused', async (query) => {
  expect((await demo.get(`${ping}?${query}`)).status).toBe(400)
})
