import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pack } from '../../src/store/bytes.ts'
import { type Demo, type List, openDemo } from './demo.ts'
import { lookAtAll, now } from './looks.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

const origin = 'http://localhost'

describe('checks', () => {
  test('as JSON tell when each looked last and what it saw', async () => {
    const { items, total } = await demo.json<{
      items: { id: string; last: { at: string; ok: boolean; error: string | null; facts: unknown } }[]
      total: number
    }>('/checks.json')
    expect(items).toHaveLength(total)
    expect(items.find(({ id }) => id === 'service~web-tinh~dns-address')).toMatchObject({
      unit: '30',
      probe: 'dns-address',
      vantage: 'inside',
      nextDueAt: expect.stringMatching(/^2022-06-30T/),
      last: { at: '2022-06-30T04:50:00.000Z', ok: true, error: null, facts: { host: 'www.haiduong.test' } },
    })
    const failed = await demo.json<{ items: { last: { ok: boolean; error: string } }[] }>(
      '/checks.json?result=error',
    )
    expect(failed.items.length).toBeGreaterThan(0)
    expect(failed.items.every(({ last }) => !last.ok && last.error === 'snmp_timeout')).toBe(true)
    expect((await demo.json<List>('/checks.json?q=dichvucong')).total).toBe(3)
  })

  test('one check shows settings, facts, samples, history with differences, and the raw exchange', async () => {
    const page = await demo.html('/checks/device~dc-rt-01~snmp-interfaces')
    expect(page).toContain('snmp-tinh')
    expect(page).toContain('ifHCInOctets.1')
    expect(page).toContain('+450.000.000')
    expect(page).toContain('ipv6IpForwarding.0 = INTEGER: forwarding(1)')
    const changed = await demo.html('/checks/device~stttt-rt-01~snmp-system')
    expect(changed).toContain('không chuyển tiếp')
    expect(changed).toMatch(/<del>.*không chuyển tiếp.*<\/del>/s)
    const silent = await demo.html('/checks?result=error')
    expect(silent).toContain('Không đo được')
  })

  test('counters beyond 2^53 lose no digit', async () => {
    const text = await demo.html('/checks/device~dc-rt-01~snmp-interfaces.json')
    expect(text).toMatch(/"ifHCInOctets\.1":"9\d{15}"/)
  })

  test('an observation has an address for good, and unknown ones are 404', async () => {
    const [row] = (
      await demo.json<{ intervals: { firstDueAt: string }[] }>('/checks/service~web-dvc~web-dual-stack.json')
    ).intervals
    const path = `/checks/service~web-dvc~web-dual-stack/${row?.firstDueAt}`
    expect(await demo.html(path)).toContain('Địa chỉ của trang này không đổi')
    expect(await demo.json(`${path}.json`)).toMatchObject({
      result: { ok: true },
      evidence: { exchanges: [{}] },
      evidenceState: 'whole',
    })
    const evidence = demo.province.db
      .updateTable('evidence')
      .where('check_id', '=', 'service~web-dvc~web-dual-stack')
      .where('first_due_at', '=', String(row?.firstDueAt))
    expect(await demo.html(path)).toContain('vừa tính lại: khớp')
    await evidence.set({ body: pack({ exchanges: [] }) }).execute()
    expect(await demo.html(path)).toContain('mã băm không khớp')
    await evidence.set({ body: Buffer.from('damaged') }).execute()
    expect(await demo.html(path)).toContain('không đọc được')
    expect(await demo.json(`${path}.json`)).toMatchObject({ evidence: null, evidenceState: 'changed' })
    await evidence.set({ body: pack({ exchanges: [] }), sha256: null }).execute()
    expect(await demo.html(path)).toContain('không có mã băm')
    for (const missing of [
      '/checks/none',
      `${path.slice(0, -5)}999Z`,
      '/units/none',
      '/criteria/XXX-99',
      '/reports/2020-13',
      '/reports/2020-01',
      '/inventory/none',
    ])
      expect((await demo.get(missing)).status, missing).toBe(404)
  })

  test('“probe now” sends one manual job and waits for what is newer than the asking', async () => {
    const before = demo.province.sent.length
    const response = await demo.province.app.request('/checks/device~dc-rt-01~snmp-system/probe', {
      method: 'POST',
      headers: { cookie: demo.cookie, origin },
    })
    expect(response.status).toBe(303)
    expect(demo.province.sent.slice(before)).toEqual([
      {
        host: 'device:dc-rt-01',
        vantage: 'inside',
        manual: true,
        turns: [{ checkId: 'device~dc-rt-01~snmp-system', dueAt: now }],
      },
    ])
    const to = response.headers.get('location') ?? ''
    const waiting = await demo.html(to)
    expect(waiting).toContain('đang chờ kết quả')
    expect(waiting).toContain('hx-trigger="every 2s"')
    expect(await demo.html('/checks/device~dc-rt-01~snmp-system?queued=2022-06-30T04:00:00.000Z')).toContain(
      'Đã đo xong theo yêu cầu',
    )
  })

  describe('pressing “probe now” again', () => {
    const id = 'device~dc-rt-01~snmp-system'
    let clock = now
    let presser: Demo
    let press: (to?: string) => Promise<string>
    let sends: number

    beforeEach(async () => {
      clock = now
      sends = 0
      presser = await openDemo({ only: ['30'], now: () => clock })
      press = async (to = id) => {
        const headers = { cookie: presser.cookie, origin }
        const response = await presser.province.app.request(`/checks/${to}/probe`, {
          method: 'POST',
          headers,
        })
        expect(response.status).toBe(303)
        sends = presser.province.sent.length
        return response.headers.get('location') ?? ''
      }
    })

    test('while the look is under way sends no other, and shows that one', async () => {
      const [first, same] = await Promise.all([press(), press()])
      expect(same).toBe(first)
      clock = later(now, 59)
      expect(await press()).toBe(first)
      expect(sends).toBe(1)
      expect(await presser.html(first)).toContain('đang chờ kết quả')
      await press('device~dc-rt-01~snmp-interfaces')
      expect(sends).toBe(2)
      clock = later(now, 60) // lost, or nobody looks from there
      expect(await press()).not.toBe(first)
      expect(sends).toBe(3)
    })

    test('just after the look shows what it brought; ten seconds after the asking sends another', async () => {
      const first = await press()
      await lookAtAll(presser.province.db, later(now, 1))
      clock = later(now, 9)
      expect(await press()).toBe(first)
      expect(sends).toBe(1)
      expect(await presser.html(first)).toContain('Đã đo xong theo yêu cầu')
      clock = later(now, 10)
      expect(await press()).not.toBe(first)
      expect(sends).toBe(2)
    })

    test('just after a look that another process was asked for shows that one', async () => {
      await lookAtAll(presser.province.db, later(now, 1), { manual: true })
      clock = later(now, 10)
      const shown = await press()
      expect(sends).toBe(0)
      expect(await presser.html(shown)).toContain('Đã đo xong theo yêu cầu')
      clock = later(now, 11)
      await press()
      expect(sends).toBe(1)
    })

    test('after a queue that took nothing tries again', async () => {
      const { queue } = presser.province.deps
      const { send } = queue
      queue.send = () => Promise.reject(new Error('the queue is gone'))
      const headers = { cookie: presser.cookie, origin }
      const failed = await presser.province.app.request(`/checks/${id}/probe`, { method: 'POST', headers })
      expect(failed.status).toBe(500)
      queue.send = send
      await press()
      expect(sends).toBe(1)
    })
  })
})

function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString()
}
