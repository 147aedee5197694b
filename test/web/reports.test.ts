import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import { shippedPlan } from '../../src/plan-file.ts'
import type { WebDeps } from '../../src/web/web.ts'
import { type Demo, openDemo } from './demo.ts'
import { now } from './looks.ts'
import { openProvince } from './province.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

describe('reports', () => {
  test('a frozen one is served as the very bytes that were hashed, as tables and as CSV', async () => {
    const { db, deps } = demo.province
    const made = await makeReport(
      { db, now: deps.now, optionsAt: deps.optionsAt, planAt: async () => shippedPlan() },
      '2022-06',
    )
    expect(made.state).toBe('frozen')
    const body = await demo.html('/reports/2022-06.json')
    expect(createHash('sha256').update(body).digest('hex')).toBe(made.sha256)
    const page = await demo.html('/reports/2022-06')
    expect(page).toContain(made.sha256)
    expect(page).toContain('Biểu 01')
    expect(page).toContain('15/05/2022')
    expect(page).not.toContain('DỰ THẢO')
    expect(page).toContain('/units/30?asOf=2022-06-14T16%3A59%3A59.999Z')
    expect(await demo.html('/reports/2022-06.csv?table=01')).toContain('Nền tảng tỉnh')
    expect(await demo.html('/reports')).toContain('Tháng 06 năm 2022')
    expect(await demo.json('/reports.json')).toMatchObject({
      total: expect.any(Number),
      items: expect.arrayContaining([
        expect.objectContaining({
          period: '2022-06',
          sha256: made.sha256,
          state: 'frozen',
          missing: expect.arrayContaining(['number']),
        }),
      ]),
    })
    expect(await demo.html('/reports/2022-06?all=yes')).not.toContain('Hiện tất cả')
  })

  test('what the office enters is checked, kept in editions, printed, and moves no figure', async () => {
    const page = await demo.html('/reports/2022-06/office')
    expect(page).toContain('name="edition" value="0"')
    const send = (fields: Record<string, string>) =>
      demo.province.app.request('/reports/2022-06/office', {
        method: 'POST',
        headers: { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ edition: '0', issuer: 'SỞ A', symbol: 'BC-A', place: 'B', ...fields }),
      })
    const refused = await send({ number: '07', issuer: '', sentOn: '2022-06-17' })
    expect(refused.status).toBe(422)
    const why = await refused.text()
    for (const part of ['không được để trống', 'không có số 0 ở đầu']) expect(why).toContain(part)
    for (const field of ['date', 'signer', 'direction', 'proposals'])
      expect(why).toMatch(new RegExp(`#${field}">[^<]*</a>: phải nhập trước khi ghi ngày gửi`))
    const entered = {
      number: '7',
      date: '2022-06-16',
      signer: 'Nguyễn Văn A',
      direction: 'Đã họp <b>',
      proposals: 'Không.',
    }
    expect((await send(entered)).headers.get('location')).toBe('/reports/2022-06/office?saved=yes')
    expect((await send(entered)).status).toBe(422) // made from an edition that is no longer the newest
    const sent = await send({ ...entered, edition: '1', sentOn: '2022-06-17' })
    expect(sent.headers.get('location')).toBe('/reports/2022-06/office?saved=yes')
    expect(await demo.json('/reports.json')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ period: '2022-06', state: 'sent', missing: [] }),
      ]),
    })
    const paper = await demo.html('/reports/2022-06/file?format=html')
    for (const part of ['07/BC-A', 'ngày 16 tháng 6 năm 2022', 'Đã họp &lt;b&gt;', 'Không./.'])
      expect(paper).toContain(part)
    const docx = await demo.province.app.request('/reports/2022-06/file?format=docx&unit=30', {
      headers: { cookie: demo.cookie },
    })
    expect(docx.headers.get('content-disposition')).toBe('attachment; filename="v6gov-2022-06-30.docx"')
    expect(
      Buffer.from(await docx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect(await demo.html('/units/30')).toContain('href="/reports/2022-06/file?format=docx&amp;unit=30"')
    const status = async (address: string) =>
      (await demo.province.app.request(address, { headers: { cookie: demo.cookie } })).status
    expect(await status('/reports/2022-06/file?unit=nobody')).toBe(404)
    expect(await status('/reports/2022-06?version=2')).toBe(404)
    expect(await status('/reports/2022-06/changes')).toBe(200)
  })

  test('of the open period there is a draft, marked as such', async () => {
    const drafting = await openProvince({ demo: true, only: ['30', 'STTTT'] })
    const page = await (await drafting.app.request('/reports/2022-07')).text()
    expect(page).toContain('DỰ THẢO')
    expect(page).toContain('bản dự thảo không lưu')
    expect((await drafting.app.request('/reports/2022-08')).status).toBe(404)
    expect(await (await drafting.app.request('/reports')).text()).toContain('href="/reports/2022-07"')
  })

  test('a draft is made once a minute, however many ask', async () => {
    let clock = now
    let made = 0
    let broken = false
    const deps: Partial<WebDeps> = {
      demo: true,
      now: () => clock,
      async draftReport(period) {
        made += 1
        if (broken) throw new Error('the database is gone')
        const { db, optionsAt } = province.deps
        return makeReport({ db, now: () => clock, optionsAt, planAt: async () => shippedPlan() }, period)
      },
    }
    const province = await openProvince({ only: ['30', 'STTTT'], ...deps })
    const bodyOf = async () => (await province.app.request('/reports/2022-07.json')).text()
    const [first, ...others] = await Promise.all([bodyOf(), bodyOf(), bodyOf()])
    expect(JSON.parse(first)).toMatchObject({ period: { name: '2022-07' } })
    expect(others).toEqual([first, first])
    clock = later(now, 59)
    expect(await bodyOf()).toBe(first)
    expect(made).toBe(1)
    clock = later(now, 60)
    expect(await bodyOf()).toBe(first) // and the next one is being made
    await expect.poll(bodyOf, { timeout: 20_000 }).not.toBe(first)
    expect(made).toBe(2)
    clock = later(now, 30) // somebody set the clock back
    await bodyOf()
    expect(made).toBe(3)
    clock = later(now, 200)
    broken = true
    expect((await province.app.request('/reports/2022-07')).status).toBe(200) // the one there is
    expect((await province.app.request('/reports/2022-07')).status).toBe(500)
    broken = false
    expect((await province.app.request('/reports/2022-07')).status).toBe(200)
    clock = later(clock, 15 * 60)
    expect(JSON.parse(await bodyOf()).cutoffAt).toBe(clock) // too old to be shown
    expect(made).toBe(7)
  })
})

function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString()
}
