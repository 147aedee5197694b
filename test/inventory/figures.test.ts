import { expect, test } from 'vitest'
import { type FigureContext, readFigures } from '../../src/inventory/read-figures.ts'
import { writeFigures } from '../../src/inventory/write-figures.ts'
import type { Figures } from '../../src/model/figures.ts'
import { service } from '../readiness/builders.ts'

const antimalwareHeader =
  'unit,day,declared,agents,seen_7d,updated_7d,infections,cleaned,connected_national,connected_date,connected_document'
const projectHeader = 'code,name,kind,unit,document_number,document_date,ipv6_from_use,ipv6_document'
const milestoneHeader = 'project,milestone,planned,actual,document_number,document_date'
const webHeader = 'host,day,family,requests,bot_requests'

const context: FigureContext = {
  units: [{ code: '30' }, { code: '291' }],
  assets: [service('www', { host: 'www.test' }), service('mail', { type: 'mail', host: 'mail.test' })],
  today: '2022-01-15',
  known: new Map(),
}

function read(files: Record<string, string>, known: FigureContext['known'] = new Map()) {
  const given = Object.entries(files).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }))
  return readFigures(given, { ...context, known })
}
const flawsOf = (files: Record<string, string>) =>
  read(files).problems.map(({ file, row, column, code }) => `${file}:${row} ${column} ${code}`)

test('a row of each kind becomes what it says', () => {
  const { problems, changes } = read({
    'a.csv': `${antimalwareHeader}\n291,2022-01-14,60,58,57,50,2,1,yes,2022-01-10,5/CV`,
    'p.csv': `${projectHeader}\nIOC,Trung tâm IOC,ioc,30,12/QĐ,2021-10-01,yes,5/BB`,
    'm.csv': `${milestoneHeader}\nIOC,bidding_plan,2021-12-01,2021-12-02,7/QĐ,2021-12-02`,
    'w.csv': `${webHeader}\nwww.test,2022-01-14,6,1200,200`,
  })
  expect(problems).toEqual([])
  expect(changes.map(({ kind, key, subject, day }) => [kind, key, subject, day])).toEqual([
    ['antimalware', '291~2022-01-14', '291', '2022-01-14'],
    ['projects', 'IOC', '30', null],
    ['milestones', 'IOC~bidding_plan', 'IOC', null],
    ['web_counts', 'www.test~2022-01-14~6', 'www.test', '2022-01-14'],
  ])
  expect(changes[0]?.row).toEqual({
    unit: '291',
    day: '2022-01-14',
    declared: 60,
    agents: 58,
    seen7d: 57,
    updated7d: 50,
    infections: 2,
    cleaned: 1,
    national: 'yes',
    nationalDate: '2022-01-10',
    nationalDocument: '5/CV',
  })
})

test('every mistake of every file is told at once, with row and column, and then nothing is to be saved', () => {
  const files = {
    'a.csv': `${antimalwareHeader}
999,2022-01-14,60,58,59,60,0,0,no,,
291,2022-01-16,60,58,58,58,0,0,yes,,
291,2022-01-13,sixty,58,58,58,0,0,perhaps,,
291,2022-01-12,1,1,1,1,0,0,no,,
291,2022-01-12,1,1,1,1,0,0,no,,`,
    'p.csv': `${projectHeader}\nSOC,,soc,30,,2021-10-01,yes,`,
    'm.csv': `${milestoneHeader}\nSOC,opening,2021-12-01,,,\nDC,policy,,,,\nSOC,policy,2021-01-01,2022-01-16,,`,
    'w.csv': `${webHeader}\nmail.test,2022-01-14,6,10,11\nwww.test,2022-01-14,5,1,0`,
    'x.csv': 'nothing,of,ours\n1,2,3',
    'y.csv': `${webHeader},more\nwww.test,2022-01-14,6,10,1,1`,
  }
  expect(flawsOf(files)).toEqual([
    'a.csv:2 seen_7d more_than_whole',
    'a.csv:2 updated_7d more_than_whole',
    'a.csv:2 unit unknown_unit',
    'a.csv:3 day future_day',
    'a.csv:3 connected_document document_missing',
    'a.csv:3 connected_date required',
    'a.csv:4 declared bad_number',
    'a.csv:4 connected_national bad_value',
    'a.csv:6 null duplicate_code',
    'p.csv:2 name required',
    'p.csv:2 document_number document_missing',
    'p.csv:2 ipv6_document document_missing',
    'm.csv:2 milestone bad_value',
    'm.csv:3 planned required',
    'm.csv:3 project unknown_project',
    'm.csv:4 actual future_day',
    'w.csv:2 bot_requests more_than_whole',
    'w.csv:2 host unknown_host',
    'w.csv:3 family bad_value',
    'x.csv:1 null unknown_kind',
    'y.csv:1 more unknown_column',
  ])
  expect(read(files).changes).toEqual([])
})

test('a column may not be left out, and a project may stand in the other file or be known already', () => {
  expect(flawsOf({ 'w.csv': 'host,day,family,requests\nwww.test,2022-01-14,6,10' })).toEqual([
    'w.csv:1 bot_requests missing_column',
  ])
  const known = new Map([['projects DC', { code: 'DC' } as Figures['projects']]])
  expect(read({ 'm.csv': `${milestoneHeader}\nDC,policy,2021-01-01,,,` }, known).problems).toEqual([])
})

test('the same file again changes nothing, and a corrected row is one change', () => {
  const file = `${webHeader}\nwww.test,2022-01-13,4,100,20\nwww.test,2022-01-14,4,100,20`
  const first = read({ 'w.csv': file })
  const known = new Map(first.changes.map(({ kind, key, row }) => [`${kind} ${key}`, row]))
  expect(read({ 'w.csv': file }, known)).toMatchObject({
    summary: { web_counts: { added: 0, changed: 0, unchanged: 2 } },
    changes: [],
  })
  const corrected = read({ 'w.csv': file.replace('14,4,100', '14,4,101') }, known)
  expect(corrected.summary.web_counts).toEqual({ added: 0, changed: 1, unchanged: 1 })
  expect(corrected.changes.map(({ key }) => key)).toEqual(['www.test~2022-01-14~4'])
})

test('what is written is read back unchanged, with text that looks like a formula', () => {
  const rows: Figures['projects'][] = [
    {
      code: 'DC',
      name: '=1+1, "DC"\nmới',
      kind: 'dc',
      unit: '30',
      documentNumber: '-5/QĐ',
      documentDate: '2021-10-01',
      ipv6FromUse: null,
      ipv6Document: '',
    },
  ]
  const { problems, changes } = read({ 'projects.csv': writeFigures('projects', rows) })
  expect(problems).toEqual([])
  expect(changes.map(({ row }) => row)).toEqual(rows)
})
