import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { parseFragment } from 'parse5'
import { describe, expect, test } from 'vitest'
import { reportFile, reportFormats } from '../../src/report/files.ts'
import type { LineReport, MonthlyReport } from '../../src/report/monthly-report.ts'
import { defaultOffice, inherited, missingOf } from '../../src/report/office.ts'
import { paperHtml } from '../../src/report/paper/html.ts'
import { fullNumber, longDate } from '../../src/report/paper/paper.ts'
import { provincePaper } from '../../src/report/paper/province-paper.ts'
import { unitPaper } from '../../src/report/paper/unit-paper.ts'
import { count, periodWords } from '../../src/report/paper/words.ts'
import { unitPart } from '../../src/report/unit-part.ts'
import { commune, plan, platform, previousOf, readinessOf, reportOf, workedExample } from './example.ts'

const units = [
  { unit: { ...commune, name: '=HYPERLINK("x")<&>' }, readiness: readinessOf(commune, workedExample) },
  { unit: platform, readiness: readinessOf(platform, { 'GOV-01': 'pass', 'WEB-01': 'fail' }) },
]
const before = reportOf('2021-12', units, { plan })
const report = reportOf('2022-01', units, { plan, previous: previousOf(before) })
const office = { ...defaultOffice, number: '5', date: '2022-02-07', signer: 'Nguyễn Văn A' }
const source = { report, body: '{}', sha256: 'a'.repeat(64), office }

test('days, numbers and periods as officials write them', () => {
  expect(longDate('2022-02-07')).toBe('ngày 07 tháng 02 năm 2022')
  expect(longDate('2022-03-17')).toBe('ngày 17 tháng 3 năm 2022')
  expect(longDate('2022-11-01')).toBe('ngày 01 tháng 11 năm 2022')
  expect(fullNumber('5', 'BC-STTTT')).toBe('05/BC-STTTT')
  expect(fullNumber('12', 'BC-STTTT')).toBe('12/BC-STTTT')
  expect([0, 7, 27, 1427].map(count)).toEqual(['0', '07', '27', '1.427'])
  expect(['2022-01', '2022-Q2', '2022-H1', '2022-9M', '2022'].map(periodWords)).toEqual([
    'tháng 01 năm 2022',
    'quý II năm 2022',
    '6 tháng đầu năm 2022',
    '9 tháng đầu năm 2022',
    'năm 2022',
  ])
})

test('the next report takes over who writes to whom, and not what was said, numbered or sent', () => {
  const next = inherited({ ...office, direction: 'x', proposals: 'y', sentOn: '2022-02-08', sentVersion: 1 })
  expect(next).toEqual({ ...defaultOffice, signer: 'Nguyễn Văn A' })
  expect(missingOf(next)).toEqual(['number', 'date', 'direction', 'proposals'])
})

describe('the paper of the province', () => {
  const paper = provincePaper(report, office, source.sha256)
  const text = paper.body.map((block) => block.text).join('\n')

  test('has the sections of the form in order and ends with its mark', () => {
    expect(paper.body.filter(({ kind }) => kind === 'heading').map((block) => block.text)).toEqual([
      'I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH',
      'II. KẾT QUẢ THỰC HIỆN',
      '1. Tổng quan',
      '2. Chuyển đổi IPv6',
      '3. Đường truyền số liệu chuyên dùng',
      '4. Wifi công cộng',
      '5. Phòng, chống phần mềm độc hại',
      '6. Dự án DC, IOC, SOC',
      'III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN',
      'IV. NHIỆM VỤ THÁNG TIẾP THEO',
      'V. ĐỀ XUẤT, KIẾN NGHỊ',
    ])
    expect(paper.body.at(-1)?.text.endsWith('./.')).toBe(true)
    expect(paper.number).toBe('Số: 05/BC-STTTT')
    expect(paper.placeAndDate).toBe('Hải Dương, ngày 07 tháng 02 năm 2022')
    expect(paper.appendices[0]?.attachedTo).toContain('của Sở Thông tin và Truyền thông')
  })

  test('says what is known, with its range and coverage, and what is not', () => {
    expect(text).toContain('số liệu tính từ ngày 15/12/2021 đến hết ngày 14/01/2022')
    expect(text).toContain('R 60,0 điểm (có thể tới 80,0 điểm khi đủ số liệu; độ phủ số liệu 80,0%)')
    expect(text).toContain('không thay đổi so với kỳ trước')
    expect(text).toContain('Tỷ lệ lưu lượng IPv6: chưa xác định.')
    expect(text).toContain('Chưa có đơn vị nào gửi số liệu phần mềm')
  })

  test.each(reportFormats)('as %s it is the same bytes again', async (format) => {
    const [one, other] = [await reportFile(source, format), await reportFile(source, format)]
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
  })
})

test('the unit gets one page of its own, without tables of the others', () => {
  const own = unitPart(report, commune.code) as MonthlyReport
  expect(own.units.map(({ code }) => code)).toEqual([commune.code])
  const paper = unitPaper(own, office)
  expect(paper.appendices).toEqual([])
  expect(paper.addressees).toEqual(['Sở Thông tin và Truyền thông'])
  expect(paper.body.map(({ text }) => text).join('\n')).toContain('Không đạt hoặc đạt một phần 04 tiêu chí')
  expect(unitPart(report, 'nobody')).toBeUndefined()
})

/** Every XML part parses without loss, and what it says stands in it as text. */
async function partsOf(format: 'docx' | 'xlsx') {
  const parts = unzipSync(await reportFile(source, format))
  return Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
  )
}

describe('the Word file', () => {
  test('has the page of the decree: A4, margins, hidden first number, landscape appendices', async () => {
    const parts = await partsOf('docx')
    const document = parts['word/document.xml'] ?? ''
    expect(document).toContain(
      '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>',
    )
    expect(document.match(/<w:sectPr>/g)).toHaveLength(4)
    expect(document.match(/<w:titlePg\/>/g)).toHaveLength(4)
    expect(document.match(/w:orient="landscape"/g)).toHaveLength(3)
    expect(document).toContain('<w:tblHeader/>')
    expect(parts['word/header1.xml']).toContain(' PAGE ')
    expect(parts['word/header2.xml']).not.toContain(' PAGE ')
    expect(parts['word/styles.xml']).toContain('Times New Roman')
    for (const table of document.split('<w:tbl>').slice(1))
      expect(isEven(table.split('</w:tbl>')[0] ?? '')).toBe(true)
    expect(document).toContain('=HYPERLINK(&quot;x&quot;)&lt;&amp;&gt;')
  })

  test('names no moment but that of its data', async () => {
    const parts = await partsOf('docx')
    const moments = Object.values(parts).flatMap((part) => part.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [])
    expect(new Set(moments)).toEqual(new Set(['2022-01-14T16:59:59Z']))
  })
})

/** Whether every row of a table has as many cells as its grid has columns. */
function isEven(table: string): boolean {
  const columns = table.match(/<w:gridCol /g)?.length
  return table
    .split('<w:tr>')
    .slice(1)
    .every((row) => row.match(/<w:tc>/g)?.length === columns)
}

test('the Excel file has each Biểu as a table whose columns are its head, days as days, and no formula', async () => {
  const parts = await partsOf('xlsx')
  const tables = Object.keys(parts).filter((name) => name.startsWith('xl/tables/'))
  expect(tables).toHaveLength(13)
  for (const name of tables) {
    const sheet = parts[name.replace('tables/table', 'worksheets/sheet')] ?? ''
    const columns = [...(parts[name] ?? '').matchAll(/<tableColumn id="\d+" name="([^"]*)"/g)].map(
      ([, text]) => text,
    )
    const [, head = ''] = /<row r="4">(.*?)<\/row>/.exec(sheet) ?? []
    expect([...head.matchAll(/<t xml:space="preserve">(.*?)<\/t>/g)].map(([, text]) => text)).toEqual(columns)
    expect(new Set(columns).size).toBe(columns.length)
    expect(sheet).toContain('state="frozen"')
    expect(sheet).not.toContain('<f>')
  }
  expect(parts['xl/worksheets/sheet11.xml']).toContain('<v>44561</v>') // 31/12/2021
})

const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null })
const points = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null })
const small = fc.nat(400)
const lineArbitrary = fc.record({
  availability: points,
  sla: points,
  incidents: small,
  unseen: small,
  cir: share,
})
const malware = fc.record({ declared: small, agents: small, infections: small })

/** A report whose figures are anything that the types allow, unknown ones among them. */
const reports = fc
  .record({
    score: points,
    coverage: fc.oneof(share, fc.constant(0)),
    change: fc.option(fc.double({ min: -100, max: 100, noNaN: true }), { nil: null }),
    comparison: fc.constantFrom(
      'comparable',
      'no_previous',
      'new',
      'profile_changed',
      'coverage_low',
      'no_score',
    ),
    indicators: fc.array(share, { minLength: 4, maxLength: 4 }),
    counts: fc.option(fc.tuple(small, small, small), { nil: null }),
    lines: fc.option(fc.array(lineArbitrary, { maxLength: 4 }), { nil: undefined }),
    malware: fc.option(fc.array(malware, { maxLength: 2 }), { nil: undefined }),
    broken: fc.array(fc.constant('www.a.test'), { maxLength: 1 }),
    hasPlan: fc.boolean(),
    hasUnits: fc.boolean(),
    name: fc.constantFrom('2022-01', '2022-Q1', '2022-H1', '2022-9M', '2022'),
  })
  .map((one): MonthlyReport => {
    const lines = one.lines?.map(
      (line, i): LineReport => ({
        unit: '10507',
        code: `L${i}`,
        provider: 'VNPT',
        cirDownMbps: 50,
        cirUpMbps: 50,
        slaAvailabilityPct: line.sla,
        figures: {
          from: report.period.from,
          to: report.period.to,
          method: 'v6gov-1',
          minutes: { up: 1, degraded_v6: 0, down: 0, maintenance: 0, void: line.unseen, unmeasured: 0 },
          availabilityPct: line.availability,
          p95DownMbps: null,
          p95UpMbps: null,
          p95OfCir: line.cir,
          trafficCoverage: 0,
          incidents: line.incidents,
          mttrMinutes: null,
          late: null,
          ipv4: null,
          ipv6: null,
          ipv6Share: null,
          ipv6ShareMark: null,
          evidence: [],
        },
      }),
    )
    const [passed, total, unknown] = one.counts ?? [null, null, null]
    const of = reportOf('2022-01', one.hasUnits ? units : [], one.hasPlan ? { plan } : {})
    return {
      ...of,
      period: { ...of.period, name: one.name },
      units: of.units.map((unit) => ({ ...unit, broken: one.broken })),
      groups: of.groups.map((group) => ({
        ...group,
        score: one.score,
        scoreMax: one.score,
        coverage: one.coverage,
        change: one.change,
        comparison: one.comparison as 'comparable',
      })),
      indicators: of.indicators.map((indicator, i) => ({
        ...indicator,
        value: one.indicators[i] ?? null,
        passed: total === null ? null : Math.min(passed ?? 0, total),
        total,
        unknown,
      })),
      ...(lines ? { lines } : {}),
      ...(one.malware && {
        antimalware: one.malware.map((row) => ({
          unit: '10507',
          day: '2022-01-10',
          ...row,
          seen7d: 0,
          updated7d: 0,
          cleaned: 0,
          national: 'no' as const,
          nationalDate: null,
          seenOnNetwork: null,
        })),
      }),
    }
  })

test('no sentence is false or broken, whatever is zero or unknown', () => {
  fc.assert(
    fc.property(reports, (made) => {
      const { body, appendices } = provincePaper(made, defaultOffice, null)
      const text = body.map((block) => block.text).join('\n')
      const cells = appendices.flatMap(({ tables }) =>
        tables.flatMap(({ rows, notes }) => [...rows.flat(), ...notes]),
      )
      for (const said of [text, ...cells])
        expect(said).not.toMatch(
          /NaN|undefined|null|Infinity|\[object|\d\/0\b(?! )|\d\.\d%|\(\)|\s{2}(?!\s)(?=\S)|[,;:] ?[.;,]/,
        )
      if (made.indicators[3]?.value === null) expect(text).toContain('Tỷ lệ lưu lượng IPv6: chưa xác định')
      if (made.lines?.length === 0) expect(text).not.toContain('0 đường đạt cam kết')
      for (const { score, kind } of made.groups)
        if (score === null && kind === 'commune')
          expect(text).toContain('Khối cấp xã: chưa có tiêu chí nào áp dụng')
      for (const { coverage } of made.groups)
        if (coverage === 0) expect(text).not.toContain('độ phủ số liệu 0,0%')
      if (made.units.length === 0) expect(text).not.toContain('không phát hiện')
      expect(text).not.toContain('gồm: .')
      if (!made.antimalware?.length) expect(text).not.toContain('không có trường hợp lây nhiễm')
    }),
    { numRuns: 60 },
  )
})

test('the printable page closes what it opens and says everything that the paper says', () => {
  const paper = provincePaper(report, office, null)
  const html = [...paperHtml(paper)].join('')
  const text = JSON.stringify(textsOf(parseFragment(html, { scriptingEnabled: false })))
  for (const { text: said } of paper.body) expect(text).toContain(JSON.stringify(said).slice(1, -1))
  expect(html).not.toContain('style=')
})

function textsOf(node: object): string[] {
  if ('value' in node && typeof node.value === 'string') return [node.value]
  return 'childNodes' in node ? (node.childNodes as object[]).flatMap(textsOf) : []
}
