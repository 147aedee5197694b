import { beforeEach, describe, expect, test } from 'vitest'
import { keepStandings } from '../../src/jobs/keep-standings.ts'
import { loadPlanAt, shippedPlan } from '../../src/plan-file.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import { measureKey } from '../../src/readiness/standing.ts'
import { addMeasures, closeStandingDay } from '../../src/store/standings.ts'
import { generateAdoption } from '../readiness/adoption.ts'
import { type Demo, openDemo } from './demo.ts'
import { now } from './looks.ts'

let demo: Demo
beforeEach(async () => {
  demo = await openDemo({ only: ['30', '291', '10606', 'STTTT'] })
})

const plan = shippedPlan()

async function send(path: string, fields: Record<string, string | string[] | File>) {
  const body = new FormData()
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value)
  return demo.province.app.request(path, {
    method: 'POST',
    body,
    headers: { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
  })
}
const stored = () => loadPlanAt(demo.province.db, '2030-01-01T00:00:00.000Z')

/** What the form of a task holds, as a browser sends it. */
function taskForm(task: Plan['tasks'][number], version: number) {
  const texts = (['name', 'deliverable', 'lead', 'accepts'] as const).flatMap((name) => [
    [`${name}.vi`, task[name].vi],
    [`${name}.en`, task[name].en],
  ])
  return {
    ...(Object.fromEntries(texts) as Record<string, string>),
    version: String(version),
    code: task.code,
    stage: String(task.stage),
    due: task.due ?? '',
    flag: task.flag ?? '',
    criteria: task.criteria,
    unitKinds: task.unitKinds,
  }
}
const task = (code: string) => {
  const found = plan.tasks.find((one) => one.code === code)
  if (found === undefined) throw new Error(code)
  return found
}
const headForm = (of: Plan) => ({
  version: '0',
  'name.vi': of.name.vi,
  'name.en': of.name.en,
  number: of.number ?? '',
  date: of.date ?? '',
  from: of.from,
  to: of.to,
  line: of.line,
  ...Object.fromEntries(
    of.stages.flatMap((stage, index) => [
      [`stages.${index}.name.vi`, stage.name.vi],
      [`stages.${index}.name.en`, stage.name.en],
      [`stages.${index}.from`, stage.from],
      [`stages.${index}.to`, stage.to ?? ''],
    ]),
  ),
})

describe('editing', () => {
  test('the forms as they come say nothing new, and the export imports as no change', async () => {
    for (const one of plan.tasks) {
      const response = await send(`/plan/tasks/${one.code}`, taskForm(one, 0))
      expect(response.headers.get('location'), one.code).toBe('/plan/edit?saved=no')
    }
    expect((await send('/plan/edit', headForm(plan))).headers.get('location')).toBe('/plan/edit?saved=no')
    const file = new File([await demo.html('/plan/export')], 'plan.json')
    const response = await send('/plan/import', { version: '0', file })
    expect(response.headers.get('location')).toBe('/plan/edit?saved=no')
    expect((await stored()).version).toBe(0)
  })

  test('a due date and a lead are changed as a new version; the days before keep the plan of their time', async () => {
    const changed = {
      ...taskForm(task('1.01'), 0),
      due: '2022-02-28',
      'lead.vi': 'Tổ công tác IPv6 tỉnh',
      'lead.en': '',
    }
    expect((await send('/plan/tasks/1.01', changed)).status).toBe(303)
    const { version, plan: edited, enteredAt } = await stored()
    expect({ version, enteredAt }).toEqual({ version: 1, enteredAt: now })
    expect(edited.tasks.find(({ code }) => code === '1.01')).toEqual({
      ...task('1.01'),
      due: '2022-02-28',
      lead: { vi: 'Tổ công tác IPv6 tỉnh', en: 'Tổ công tác IPv6 tỉnh' },
    })
    expect(await demo.html('/plan')).toContain('Tổ công tác IPv6 tỉnh')
    expect(await demo.html('/plan?asOf=2022-06-29')).not.toContain('Tổ công tác IPv6 tỉnh')
    expect((await demo.json<{ version: number }>('/plan.json?asOf=2022-06-29')).version).toBe(0)
    const export0 = JSON.parse(await demo.html('/plan/export?version=0'))
    expect(export0.tasks[0].due).toBe('2021-12-31')
  })

  test('number and date make it the province’s own', async () => {
    expect(await demo.html('/plan')).toContain('Nội dung mẫu')
    const only = await send('/plan/edit', { ...headForm(plan), number: '12/KH-UBND' })
    expect(only.status).toBe(303)
    expect((await stored()).plan.sample).toBe(true)
    await send('/plan/edit', { ...headForm(plan), version: '1', number: '12/KH-UBND', date: '2021-04-05' })
    expect((await stored()).plan).toMatchObject({ sample: false, number: '12/KH-UBND', date: '2021-04-05' })
    const html = await demo.html('/plan')
    expect(html).toContain('Số 12/KH-UBND ngày 05/04/2021')
    expect(html).not.toContain('Nội dung mẫu')
  })

  test('every mistake comes back at its field with what was typed, and nothing is saved', async () => {
    const wrong = await send('/plan/tasks/1.01', {
      ...taskForm(task('1.01'), 0),
      code: '1.02',
      stage: '3x',
      due: '2021-02-30',
      'name.vi': '',
      'lead.vi': '<b>x</b>',
      criteria: ['WEB-99'],
      unitKinds: [],
    })
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    for (const field of ['stage', 'due', 'name.vi', 'criteria', 'unitKinds'])
      expect(html, field).toContain(`<a href="#${field}">`)
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;')
    const twice = await send('/plan/tasks/1.01', { ...taskForm(task('1.01'), 0), code: '1.02' })
    expect(await twice.text()).toContain('<a href="#code">')
    const target = await send('/plan/targets/2023-commune-level', {
      version: '0',
      id: 'A b',
      'name.vi': 'x',
      date: '',
      share: '120',
      level: '3',
      criteria: ['WAN-01'],
      unitKinds: ['commune'],
    })
    const said = await target.text()
    for (const field of ['id', 'date', 'share', 'criteria'])
      expect(said, field).toContain(`<a href="#${field}">`)
    const order = await send('/plan/edit', {
      ...headForm(plan),
      to: '2020-01-01',
      'stages.1.to': '2021-01-01',
    })
    const ordered = await order.text()
    for (const field of ['to', 'stages.1.to']) expect(ordered, field).toContain(`<a href="#${field}">`)
    expect((await stored()).version).toBe(0)
  })

  test('tasks and targets are added and removed', async () => {
    const added = await send('/plan/targets/+', {
      version: '0',
      id: '2022-commune-lan',
      'name.vi': '40,5% xã có LAN IPv6',
      date: '2022-12-31',
      share: '40,5',
      level: '',
      criteria: ['LAN-01', 'LAN-02'],
      unitKinds: ['commune'],
      flag: '',
    })
    expect(added.status).toBe(303)
    expect((await stored()).plan.targets.at(-1)).toEqual({
      id: '2022-commune-lan',
      name: { vi: '40,5% xã có LAN IPv6', en: '40,5% xã có LAN IPv6' },
      date: '2022-12-31',
      measure: { criteria: ['LAN-01', 'LAN-02'] },
      share: 0.405,
      unitKinds: ['commune'],
      flag: null,
    })
    expect((await send('/plan/tasks/1.04/remove', { version: '1' })).status).toBe(303)
    expect((await stored()).plan.tasks.map(({ code }) => code)).not.toContain('1.04')
    expect((await demo.get('/plan/tasks/1.04')).status).toBe(404)
  })

  test('who edits an older version is told so, and overwrites nothing', async () => {
    await send('/plan/tasks/1.01', { ...taskForm(task('1.01'), 0), due: '2022-02-28' })
    const late = await send('/plan/tasks/1.02', { ...taskForm(task('1.02'), 0), due: '2022-03-31' })
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('Người khác vừa lưu')
    expect((await stored()).version).toBe(1)
  })

  test('a file that is no plan is refused with the places', async () => {
    const spoilt = JSON.stringify({ ...plan, targets: [{ ...plan.targets[0], share: 80 }] })
    const refused = await send('/plan/import', { version: '0', file: new File([spoilt], 'plan.json') })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('targets.0.share')
    const text = await send('/plan/import', { version: '0', file: new File(['Kế hoạch'], 'plan.docx') })
    expect(await text.text()).toContain('không phải JSON')
    const changed = JSON.stringify({ ...plan, number: '12/KH-UBND' })
    const saved = await send('/plan/import', { version: '0', file: new File([changed], 'plan.json') })
    expect(saved.headers.get('location')).toBe('/plan/edit?saved=yes')
    expect((await stored()).plan).toEqual({ ...plan, number: '12/KH-UBND' })
  })
})

test('a task that no criterion proves is done by a document, until it is withdrawn', async () => {
  type Plan = { items: { task: { code: string }; state: string; documents: { id: string }[] }[] }
  const stateOf = async () =>
    (await demo.json<Plan>('/plan.json')).items.find(({ task }) => task.code === '2.08')
  expect(await stateOf()).toMatchObject({ state: 'unknown', documents: [] })
  expect(await demo.html('/plan')).toContain('/documents/new?unit=30&amp;kind=task&amp;subject=2.08')
  const document = {
    unit: '30',
    kind: 'task',
    subject: '2.08',
    number: '45/BC-STTTT',
    date: '2022-06-20',
    signer: 'Nguyễn Văn A',
    file: new File(['%PDF'], 'bao-cao.pdf'),
  }
  const measured = await send('/documents', { ...document, subject: '2.04' })
  expect(measured.status, 'criteria prove 2.04').toBe(400)
  const entered = await send('/documents', document)
  expect(entered.status).toBe(303)
  const path = (entered.headers.get('location') ?? '').replace(/\?.*/, '')
  expect(await stateOf()).toMatchObject({ state: 'done', documents: [{ number: '45/BC-STTTT' }] })
  expect(await demo.html('/plan')).toContain(`href="${path}"`)
  expect(await demo.html(path)).toContain('/plan#task-2.08')
  await send(`${path}/withdraw`, {})
  expect(await stateOf()).toMatchObject({ state: 'unknown', documents: [] })
})

describe('history', () => {
  test('before there is any, pages say so', async () => {
    for (const path of ['/plan', '/units/30', '/', '/trend'])
      expect(await demo.html(path), path).toContain('Chưa có lịch sử')
  })

  test('after a day each page shows its trend, as a table and as files too', async () => {
    const { db, deps } = demo.province
    const later = {
      db,
      optionsAt: deps.optionsAt,
      planAt: async () => plan,
      now: () => '2022-07-01T05:00:00.000Z',
    }
    while (await keepStandings(later, { units: 50, days: 50 })) {}
    const { items } = await demo.json<{ items: { day: string; score: number }[] }>(
      '/trend.json?unit=291&asOf=2022-07-01',
    )
    expect(items.length).toBe(0) // the clock of the pages has not come to the end of that day
    const { app } = demo.province
    deps.now = () => '2022-07-02T05:00:00.000Z'
    const csv = await (
      await app.request('/trend.csv?group=kind:commune', { headers: { cookie: demo.cookie } })
    ).text()
    expect(csv.split('\n')[1]).toMatch(/^2022-06-30,/)
    for (const path of ['/plan', '/units/291', '/']) {
      const html = await demo.html(path)
      expect(html, path).toContain('class="spark"')
      expect(html, path).toContain('30/06/2022')
    }
    expect((await demo.get('/trend?group=nobody')).status).toBe(400)
    expect((await demo.get('/trend?unit=nobody')).status).toBe(404)
  })

  test('a target shows its course, the forecast with its band, what it rests on and what blocks', async () => {
    const { db } = demo.province
    const target = plan.targets.find(({ id }) => id === '2023-commune-level')
    if (target === undefined) throw new Error('no such target')
    const { line, units } = generateAdoption(303)
    const days = line.slice(0, 300).map(({ share }, index) => ({
      day: new Date(Date.UTC(2021, 7, 1 + index)).toISOString().slice(0, 10),
      share,
    }))
    for (const { day } of days)
      await closeStandingDay(db, { day, catalogue: '1', keptAt: now, groups: new Map() })
    await addMeasures(
      db,
      days.map(({ day, share }) => ({
        measure: measureKey(target),
        day,
        done: Math.round(share * units),
        unknown: 0,
        units,
      })),
    )
    const html = await demo.html('/plan')
    expect(html).toContain('class="plan"')
    expect(html).toContain('Thử lùi trên 24 lịch sử mô phỏng: khoảng dự báo chứa kết quả thật trong 89,1%')
    expect(html).toContain('/criteria/WAN-01')
    const json = await demo.json<{
      targets: {
        target: { id: string }
        line: unknown[]
        blockers: { id: string; found: { units: string[] }[] }[]
      }[]
    }>('/plan.json')
    const found = json.targets.find(({ target: { id } }) => id === target.id)
    expect(found?.line.length).toBe(300)
    for (const { found: units } of found?.blockers ?? [])
      for (const one of units) expect(one.units).toEqual(['10606'])
    expect(found?.blockers.length).toBeGreaterThan(0)
  })
})

test('the four national indicators each open to what proves them, with the published values beside', async () => {
  const html = await demo.html('/national')
  expect(html).toContain('Bốn chỉ số quốc gia')
  expect(html).toContain('68/85 (80%)')
  expect(html).toContain('mic.gov.vn, 09/2022')
  type Indicator = {
    id: string
    value: string
    counts: { passed: number; total: number } | null
    verdicts: { id: string; verdict: string }[]
  }
  const { items } = await demo.json<{ items: Indicator[] }>('/national.json')
  expect(items.map(({ id }) => id)).toEqual(['plan', 'portals', 'resources', 'traffic'])
  const unit = await demo.json<{ verdicts: { id: string; verdict: string }[] }>('/units/30.json')
  for (const { verdicts } of items)
    for (const { id, verdict } of verdicts)
      expect(unit.verdicts.find((one) => one.id === id)?.verdict, id).toBe(verdict)
  expect(items[0]?.value).toBe('unknown')
  expect(items[1]?.counts?.total).toBeGreaterThan(0)
  expect(html).toMatch(/href="\/checks\/[^"]+~web-dual-stack/)
})
