import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { formatShare } from '../../src/i18n/format.ts'
import { createSampleKeeper } from '../../src/jobs/keep-samples.ts'
import type { Chart } from '../../src/operations/chart.ts'
import type { LineMinutes } from '../../src/operations/line-figures.ts'
import { percentile } from '../../src/operations/percentile.ts'
import type { LineRow } from '../../views/lines.tsx'
import { type Demo, type List, openDemo } from './demo.ts'
import { fillLine, line } from './line-course.ts'
import { now } from './looks.ts'

/** The end of the first of June, when only that day was over. */
const firstDay = 'asOf=2022-06-01T16:59:59.999Z'
let demo: Demo

beforeAll(async () => {
  demo = await openDemo({ only: ['30', 'STTTT'], seen: false })
  await fillLine(demo.province.db, now)
})

const rowOf = (path = '/lines/L1.json') => demo.json<LineRow>(path)
const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { bom: true, columns: true })

describe('the list of lines', () => {
  test('is the same on the page, as JSON and as CSV', async () => {
    const { items, total } = await demo.json<List<LineRow>>('/lines.json')
    const file = rowsOf(await demo.html('/lines.csv'))
    expect(file.map(({ code }) => code)).toEqual(items.map((one) => one.line.code))
    expect(total).toBe(4)
    const [row] = file.filter(({ code }) => code === 'L1')
    const item = items.find((one) => one.line.code === 'L1')
    expect(row).toMatchObject({
      verdict: 'fail',
      availability: String(item?.figures?.availability),
      p95_down_mbps: String(item?.figures?.traffic.down.p95Mbps),
      minutes_down: '540',
      late: '1',
      method: 'v6gov-1',
    })
    const page = await demo.html('/lines')
    expect(page).toContain(formatShare(item?.figures?.availability ?? 0, 'vi', 2))
    expect(page).toContain('Không đạt 1')
    expect(page).toContain(
      'aria-label="30 ngày gần nhất: Hoạt động 25 ngày, Mất IPv6 1 ngày, Gián đoạn 2 ngày',
    )
  })

  test.each([
    ['unit=STTTT', ['L1', 'tslcd-stttt']],
    ['provider=VNPT', ['L1']],
    ['level=internet', ['inet-30']],
    ['state=up', ['L1']],
    ['verdict=fail', ['L1']],
    ['q=so thong tin', ['L1', 'tslcd-stttt']],
    ['sort=-availability&limit=1', ['L1']],
    ['sort=availability&limit=1', ['L1']], // what is not known comes last whichever way
    ['period=2022-05&verdict=unknown&unit=STTTT', ['L1', 'tslcd-stttt']],
  ])('?%s', async (query, codes) => {
    const { items } = await demo.json<List<LineRow>>(`/lines.json?${query}`)
    expect(items.map((one) => one.line.code)).toEqual(codes)
  })

  test.each(['period=2022-07', 'period=June', 'level=III'])('?%s is refused', async (query) => {
    expect((await demo.get(`/lines?${query}`)).status).toBe(400)
  })
})

describe('one line', () => {
  test('says first whether the contract was kept, why, and by which method', async () => {
    const page = await demo.html('/lines/L1')
    expect(page).toContain(
      'VNPT không giữ cam kết hợp đồng trong tháng 6/2022: độ sẵn sàng 98,66% (cam kết từ 99,5%); 1 sự cố khắc phục quá 4 giờ; mất gói 3,62% IPv6 (cam kết đến 0,1%).',
    )
    expect(page).toContain('(v6gov-1)')
    const english = await demo.html('/lines/L1?period=2022-05&lang=en')
    expect(english).toContain('It is not known whether the contract was kept in May 2022')
  })

  test('as of a past moment is what was known then', async () => {
    const { figures, verdict, days } = await rowOf(`/lines/L1.json?${firstDay}`)
    expect({ verdict, to: figures?.to, days: days.length }).toEqual({
      verdict: 'pass',
      to: '2022-06-01T17:00:00.000Z',
      days: 1,
    })
    expect(await demo.html(`/lines/L1?${firstDay}`)).toContain('VNPT giữ đúng cam kết hợp đồng')
  })

  test('has p95 and mean of exactly the numbers that its chart shows and its file has', async () => {
    const range = 'from=2022-05-31T17:00:00.000Z&to=2022-06-01T17:00:00.000Z'
    const chart = await demo.json<Chart>(`/lines/L1/traffic.json?${firstDay}&${range}`)
    const file = rowsOf(await demo.html(`/lines/L1/traffic.csv?${firstDay}&${range}`))
    const { figures } = await rowOf(`/lines/L1.json?${firstDay}`)
    for (const [index, name] of (['down', 'up'] as const).entries()) {
      const shown = (chart.curves[index]?.mean ?? []).filter((value) => value !== null)
      expect(shown).toEqual(file.flatMap((row) => (row[name] === '' ? [] : [Number(row[name])])))
      const { p95Mbps, meanMbps } = figures?.traffic[name] ?? {}
      expect(p95Mbps).toBeCloseTo((percentile(shown, 0.95) ?? 0) / 1e6, 4)
      expect(meanMbps).toBeCloseTo(shown.reduce((sum, one) => sum + one, 0) / shown.length / 1e6, 4)
      const limit = chart.limits.find((one) => one.name === (name === 'down' ? 'p95Down' : 'p95Up'))
      expect(limit?.value).toBe((p95Mbps ?? 0) * 1e6)
    }
  })

  test('has minutes that are the sum of its days, and loss that is the mean of its looks', async () => {
    const { figures } = await rowOf()
    const all = rowsOf(await demo.html('/lines/L1/days.csv'))
    const days = all.filter(({ to = '' }) => to <= (figures?.to ?? '')) // today is in no figure yet
    for (const [state, minutes] of Object.entries(figures?.minutes ?? {}))
      expect(
        days.reduce((sum, day) => sum + Number(day[state]), 0),
        state,
      ).toBe(minutes)
    expect(figures?.minutes as LineMinutes).toMatchObject({ down: 540, unmeasured: 1440 })
    const range = 'from=2022-06-19T17:00:00.000Z&to=2022-06-20T17:00:00.000Z'
    const loss = await demo.json<Chart>(`/lines/L1/loss.json?${range}`)
    expect(loss.curves.map(({ name, mean }) => [name, new Set(mean)])).toEqual([
      ['v4', new Set([0])],
      ['v6', new Set([1])],
    ])
  })

  test('opens a day to its minutes, each to the look that proves it, and incidents to what opened them', async () => {
    const page = await demo.html('/lines/L1?day=2022-06-16T17:00:00.000Z')
    expect(page).toContain('Từng phút của ngày 17/06/2022')
    const proofs = [...page.matchAll(/href="(\/checks\/line~L1~reach-ping\/[^"]+)"/g)].map(([, path]) => path)
    expect(proofs.length).toBeGreaterThan(3)
    for (const path of new Set(proofs)) expect((await demo.get(path ?? '')).status).toBe(200)
    const silent = await demo.html('/checks/line~L1~reach-ping/2022-06-16T18:00:00.000Z')
    expect(silent).toContain('<dt>Số lần thấy</dt><dd>32</dd>')
    expect(proofs).toContain('/checks/line~L1~reach-ping/2022-06-16T18%3A00%3A00.000Z')
  })

  test('opens its figures to exactly what they count', async () => {
    const { figures } = await rowOf()
    for (const [state, minutes] of Object.entries(figures?.minutes ?? {})) {
      const { items } = await demo.json<List<{ minutes: number }>>(`/lines/L1/minutes.json?state=${state}`)
      expect(
        items.reduce((sum, run) => sum + run.minutes, 0),
        state,
      ).toBe(minutes)
    }
    const { total } = await demo.json<List<unknown>>('/lines/L1/incidents.json')
    const late = await demo.json<List<{ late: boolean }>>('/lines/L1/incidents.json?late=yes')
    expect([total, late.total]).toEqual([figures?.incidents.length, figures?.late])
    for (const way of ['down', 'up'] as const) {
      const { items } = await demo.json<List<{ mbps: number }>>(`/lines/L1/averages.json?way=${way}`)
      const sorted = items.map(({ mbps }) => mbps).sort((one, other) => one - other)
      const { p95Mbps, maxMbps } = figures?.traffic[way] ?? {}
      expect([sorted[Math.ceil(0.95 * sorted.length) - 1], sorted.at(-1)]).toEqual([p95Mbps, maxMbps])
      expect(await demo.html(`/lines/L1/averages?way=${way}`)).not.toContain('Số liệu đã giữ của kỳ là')
    }
    const page = await demo.html('/lines/L1')
    for (const [, path] of page.matchAll(/href="(\/lines\/L1\/(?:minutes|incidents|averages)[^"]*)"/g))
      expect((await demo.get((path ?? '').replaceAll('&amp;', '&'))).status).toBe(200)
    expect(page).toContain('/accounting-methods#v6gov-1')
    expect(await demo.html('/accounting-methods')).toContain('id="v6gov-1"')
  })

  test('opens every figure to the looks of the period', async () => {
    const { items } = await demo.json<List<{ checkId: string }>>('/lines/L1/looks.json?of=reach')
    expect(items.map(({ checkId }) => checkId)).toEqual(Array(8).fill('line~L1~reach-ping'))
    expect(await demo.html('/lines/L1/looks?of=counters')).toContain('/checks/line~L1~snmp-line/')
    expect(await demo.html('/lines/L1/looks?of=traffic')).toContain('/checks/device~stttt-rt-01~snmp-traffic')
    expect(await demo.html('/lines/inet-30/looks?of=counters')).toContain('chưa có phép đo nào')
  })

  test('says which address is asked over which family, and what answered', async () => {
    const page = await demo.html('/lines/L1')
    for (const said of [line.ceAddress, line.ceAddress6, 'Đầu đơn vị (CE)', '10.31.0.1'])
      expect(page).toContain(said)
  })

  test('shows a long time by what its hours came to just as by its looks, once they are rolled up', async () => {
    const month = 'from=2022-05-31T17:00:00.000Z&to=2022-06-30T05:00:00.000Z'
    const names = ['traffic', 'rtt', 'loss', 'jitter', 'errors']
    const read = () => Promise.all(names.map((name) => demo.json<Chart>(`/lines/L1/${name}.json?${month}`)))
    const before = await read()
    const keep = createSampleKeeper({ db: demo.province.db, now: () => now, pace: 1 })
    for (let turn = 0; turn < 40; turn++) await keep(200)
    const rolled = await demo.province.db.selectFrom('rollup_day').selectAll().execute()
    expect(rolled.length).toBeGreaterThan(25)
    const after = await read()
    for (const [index, chart] of before.entries()) {
      const [was, is] = [chart, after[index]].map((one) =>
        one?.curves.flatMap(({ mean, range }) => [mean, range?.most]),
      )
      expect(after[index]?.at).toEqual(chart.at)
      for (const [curve, values] of (was ?? []).entries())
        for (const [place, value] of (values ?? []).entries()) {
          const now = is?.[curve]?.[place] ?? null
          expect(now === null, `${names[index]} ${curve} ${chart.at[place]}`).toBe(value === null)
          expect(now ?? 0).toBeCloseTo(value ?? 0, names[index] === 'traffic' ? -1 : 2)
        }
    }
  })

  test('takes no value that it cannot read for another', async () => {
    const names = ['period', 'range', 'from', 'to', 'day', 'of', 'asOf', 'chart']
    for (const path of [
      '/lines',
      '/lines/L1',
      '/lines/L1/rtt',
      '/lines/L1/looks',
      '/checks/line~L1~reach-ping',
    ])
      for (const name of names)
        for (const value of [
          '-1',
          '2022-13',
          "'; drop table line_day; --",
          '9999-12-31T00:00:00Z',
          '__proto__',
        ])
          expect([200, 400, 404]).toContain(
            (await demo.get(`${path}?${new URLSearchParams({ [name]: value })}`)).status,
          )
    expect(demo.province.errors).toEqual([])
    expect((await demo.get('/lines/L1?range=2d')).status).toBe(400)
  })

  test.each(['/lines/none', '/lines/L1/nothing', '/lines/none.csv'])('%s does not exist', async (path) => {
    expect((await demo.get(path)).status).toBe(404)
  })
})
