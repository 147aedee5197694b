import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, test } from 'vitest'
import type { UnitDocument } from '../../src/model/documents.ts'
import type { Readiness } from '../../src/readiness/assessment.ts'
import { type Demo, type List, openDemo } from './demo.ts'

let demo: Demo
beforeEach(async () => {
  demo = await openDemo({ only: ['30', '291', '10606', 'STTTT'] })
})

const commune = '10606'
const pdf = new File(['%PDF-1.4 quyết định'], "quyết định's (1).pdf", { type: 'application/pdf' })
const plan = {
  unit: commune,
  kind: 'attestation',
  subject: 'GOV-01',
  number: '12/KH-UBND',
  date: '2022-01-05',
  signer: 'Nguyễn Văn A',
  'answer.stand': 'own',
}

async function send(fields: Record<string, string | File>, path = '/documents') {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const { app } = demo.province
  return app.request(path, {
    method: 'POST',
    body,
    headers: { cookie: demo.cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
  })
}
async function enter(fields: Record<string, string | File>): Promise<string> {
  const response = await send(fields)
  expect(response.status).toBe(303)
  return (response.headers.get('location') ?? '').replace(/\?.*/, '')
}
const verdictOf = async (id: string, unit = commune) =>
  (await demo.json<Readiness>(`/units/${unit}.json`)).verdicts.find((one) => one.id === id)

describe('an attestation', () => {
  test('is entered in a form, proves the verdict, and is opened from it with its file', async () => {
    expect((await verdictOf('GOV-01'))?.verdict).toBe('unknown')
    const unitPage = await demo.html(`/units/${commune}`)
    expect(unitPage).toContain(`/documents/new?unit=${commune}&amp;kind=attestation&amp;subject=GOV-01`)
    const form = await demo.html(`/documents/new?unit=${commune}&kind=attestation&subject=GOV-01`)
    expect(form).toContain('Đơn vị đã ban hành kế hoạch riêng')

    const path = await enter({ ...plan, file: pdf })
    expect(await verdictOf('GOV-01')).toMatchObject({
      verdict: 'pass',
      documents: [{ id: path.replace('/documents/', ''), number: '12/KH-UBND', date: '2022-01-05' }],
    })
    expect(await demo.html(`/units/${commune}`)).toContain(`href="${path}"`)
    const bytes = Buffer.from(await pdf.arrayBuffer())
    const document = await demo.json<UnitDocument>(`${path}.json`)
    expect(document.file).toEqual({
      name: pdf.name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
    })
    const file = await demo.get(`${path}/file`)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes)
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%27s%20%281%29.pdf",
    )
  })

  test('with mistakes comes back with every one of them and what was typed, and changes nothing', async () => {
    const response = await send({
      unit: commune,
      kind: 'attestation',
      subject: 'ADR-01',
      number: '',
      date: '2022-02-30',
      until: '2021-01-01',
      signer: '<b>Ký</b>',
      'answer.prefix': '2001:db8::1/48',
      'answer.source': 'nobody',
    })
    expect(response.status).toBe(422)
    const html = await response.text()
    for (const field of ['number', 'date', 'answer.prefix', 'answer.source', 'file'])
      expect(html, field).toContain(`<a href="#${field}">`)
    expect(html).toContain('value="2001:db8::1/48"')
    expect(html).toContain('value="&lt;b&gt;Ký&lt;/b&gt;"')
    expect((await demo.json<List>('/documents.json')).total).toBe(0)
  })

  test.each([
    ['a day to come', { date: '2999-01-01' }, 'date'],
    ['an end before its date', { until: '2022-01-04' }, 'until'],
    ['an answer that there is not', { 'answer.stand': 'perhaps' }, 'answer.stand'],
    ['a control character', { note: 'a\u0007b' }, 'note'],
    ['a text without end', { note: 'x'.repeat(501) }, 'note'],
    ['no file', { file: '' }, 'file'],
    ['a file that is too large', { file: new File([new Uint8Array(8 * 1024 * 1024 + 1)], 'a') }, 'file'],
  ])('with %s is refused at that field', async (_, wrong, field) => {
    const response = await send({ ...plan, file: pdf, ...wrong } as Record<string, string | File>)
    expect(response.status).toBe(422)
    const fields = [...(await response.text()).matchAll(/<a href="#([\w.]+)">/g)].map(([, name]) => name)
    expect(fields.filter((name) => name !== 'main')).toEqual([field])
  })

  test('whose numbers contradict each other is refused', async () => {
    const purchases = { ...plan, subject: 'GOV-05', file: pdf, 'answer.contracts': '2' }
    expect((await send({ ...purchases, 'answer.with_clause': '3' })).status).toBe(422)
    expect((await send({ ...purchases, 'answer.contracts': '0', 'answer.with_clause': '0' })).status).toBe(
      422,
    )
    await enter({ ...purchases, 'answer.with_clause': '1' })
    expect((await verdictOf('GOV-05'))?.verdict).toBe('partial')
  })

  test.each([{ kind: 'nothing' }, { subject: 'WEB-02' }, { subject: '__proto__' }, { unit: 'nobody' }])(
    'about %j is a bad request',
    async (wrong) => {
      expect((await send({ ...plan, file: pdf, ...wrong })).status).toBe(400)
    },
  )

  test('counts no more once it is withdrawn', async () => {
    const path = await enter({ ...plan, file: pdf })
    expect((await send({}, `${path}/withdraw`)).status).toBe(303)
    expect((await verdictOf('GOV-01'))?.verdict).toBe('unknown')
    expect(await demo.json<UnitDocument>(`${path}.json`)).toMatchObject({ state: 'withdrawn' })
  })
})

describe('the register', () => {
  test('holds all kinds, by filter, as page, JSON and CSV without formulas', async () => {
    await enter({ ...plan, file: pdf })
    await enter({
      ...plan,
      kind: 'exception',
      subject: 'SEC-02',
      number: '=1+1',
      owner: 'Phòng CNTT',
      until: '2022-07-10',
    })
    await enter({ ...plan, kind: 'not_applicable', subject: 'has_lan' })
    const found = async (query: string) =>
      (await demo.json<List<UnitDocument & { state: string }>>(`/documents.json${query}`)).items
    expect((await found('')).map(({ kind }) => kind).sort()).toEqual([
      'attestation',
      'exception',
      'not_applicable',
    ])
    expect(await found('?kind=exception')).toMatchObject([{ subject: 'SEC-02', state: 'ends_soon' }])
    expect(await found('?state=in_force&unit=10606')).toHaveLength(2)
    expect(await found('?unit=30')).toEqual([])
    const rows: { number: string }[] = parse(await demo.html('/documents.csv'), { bom: true, columns: true })
    expect(rows).toHaveLength(3)
    expect(rows.map((row) => row.number)).toContain("'=1+1")
    const html = await demo.html('/documents')
    expect(html).toContain('Ngoại lệ: ')
    expect(html).toContain('/units?verdict=unknown&amp;reason=no_evidence')
    expect(await demo.html('/documents?lang=en')).toContain('Documents and exceptions')
  })

  test('an exception needs an owner and a day by which it ends', async () => {
    const response = await send({ ...plan, kind: 'exception', subject: 'SEC-02' })
    const html = await response.text()
    expect(response.status).toBe(422)
    expect(html).toContain('<a href="#owner">')
    expect(html).toContain('<a href="#until">')
  })
})
