import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { writeReportCsv } from '../../src/report/csv.ts'
import { tableIds } from '../../src/report/tables.ts'
import { service } from '../readiness/builders.ts'
import {
  assetVerdict,
  commune,
  plan,
  platform,
  previousOf,
  readinessOf,
  reportOf,
  workedExample,
} from './example.ts'

const before = reportOf('2021-12', [
  { unit: commune, readiness: readinessOf(commune, { ...workedExample, 'WAN-02': 'pass' }) },
])
const readiness = readinessOf(
  platform,
  { 'WEB-01': 'fail' },
  { 'WEB-01': [assetVerdict('W1', 'fail', { failure: 'NODATA' })] },
)
const report = reportOf(
  '2022-01',
  [
    { unit: commune, readiness: readinessOf(commune, workedExample) },
    { unit: platform, readiness, services: [service('W1', { unit: '30', host: 'www.haiduong.test' })] },
  ],
  {
    previous: previousOf(before),
    plan,
  },
)

function rows(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true })
}

test('Biểu 01 as a spreadsheet gets it, byte by byte', () => {
  expect(writeReportCsv(report, { table: '01' })).toBe(
    [
      '\ufeffKỳ báo cáo,Trạng thái báo cáo,Khối,Số đơn vị,Mức 0,Mức 1,Mức 2,Mức 3,Mức 4,Mức 5,R trung bình,R tối đa có thể,Độ phủ,Số đơn vị so sánh,R kỳ trước của các đơn vị so sánh,"Tăng, giảm (điểm)",Ghi chú',
      '2022-01,đã chốt,Nền tảng tỉnh,1,1,0,0,0,0,0,0,0,1,0,,,không so sánh được; đơn vị mới: 30',
      '2022-01,đã chốt,Cấp xã,1,1,0,0,0,0,0,60,80,0.8,1,68.6,-8.6,',
      '',
    ].join('\r\n'),
  )
})

test('Biểu 03 has a row per unit with its counts', () => {
  const [first, second] = rows(writeReportCsv(report, { table: '03' }))
  expect(first).toMatchObject({
    'Mã đơn vị': '10507',
    R: '60',
    'Độ phủ': '0.8',
    'Chưa xác định': '5',
    'Thay đổi (điểm)': '-8.6',
  })
  expect(second).toMatchObject({
    'Mã đơn vị': '30',
    Khối: 'Nền tảng tỉnh',
    'Thay đổi (điểm)': '',
    'Ghi chú': 'đơn vị mới',
  })
})

test('Biểu 04, 09 and 10 in both languages', () => {
  expect(rows(writeReportCsv(report, { table: '04' }))).toEqual([
    expect.objectContaining({
      'Tên miền': 'www.haiduong.test',
      AAAA: 'Không đạt',
      'Truy cập': 'Không áp dụng',
      Lỗi: 'không có bản ghi AAAA',
    }),
  ])
  expect(rows(writeReportCsv(report, { table: '09', locale: 'en' }))).toEqual([
    expect.objectContaining({ Code: '3.02', Due: '2021-12-31', Progress: '1', State: 'done' }),
  ])
  const unknown = rows(writeReportCsv(report, { table: '10' }))
  expect(unknown.map((row) => row['Tiêu chí'])).toEqual(['GOV-05', 'WAN-03', 'SEC-03', 'SEC-04', 'USE-01'])
  expect(unknown[0]).toMatchObject({
    'Đơn vị': commune.name,
    'Lý do': 'chưa có minh chứng',
    'Từ ngày': '2021-11-15',
  })
})

test('without a table all of them follow each other, each under its title', () => {
  const text = writeReportCsv(report)
  const titles = text.split('\r\n').filter((line) => /^\ufeff?"?Biểu \d\d/.test(line))
  expect(titles.map((title) => title.replace(/^\ufeff?"?/, '').replace(/\..*/, ''))).toEqual(
    tableIds.map((id) => `Biểu ${id}`),
  )
  expect(text.split('\ufeff')).toHaveLength(2)
})

test('every row of a draft says that it is one', () => {
  const draft = reportOf('2022-01', [{ unit: commune, readiness: readinessOf(commune, workedExample) }], {
    cutoffAt: '2022-01-05T00:00:00.000Z',
  })
  for (const table of tableIds)
    for (const row of rows(writeReportCsv(draft, { table })))
      expect(row['Trạng thái báo cáo']).toBe('DỰ THẢO: kỳ báo cáo chưa kết thúc')
})

describe('hostile texts', () => {
  test.each(['=cmd|calc', '+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '＝1', "'=1"])(
    '%j does not run',
    (name) => {
      const hostile = reportOf('2022-01', [
        { unit: { ...commune, name }, readiness: readinessOf(commune, workedExample) },
      ])
      expect(rows(writeReportCsv(hostile, { table: '03' }))[0]?.['Đơn vị']).toBe(`'${name}`)
    },
  )

  test('commas, quotes, line ends and NUL stay inside their cell', () => {
    const name = 'a,"b"\r\nc\0d'
    const hostile = reportOf('2022-01', [
      { unit: { ...commune, name }, readiness: readinessOf(commune, workedExample) },
    ])
    const read = rows(writeReportCsv(hostile, { table: '03' }))
    expect(read).toHaveLength(1)
    expect(read[0]?.['Đơn vị']).toBe('a,"b"\r\nc\ufffdd')
  })
})
