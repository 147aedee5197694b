import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readWorkbook } from '../../src/office/read-workbook.ts'
import { Refused } from '../../src/office/unzip.ts'
import { writeWorkbook } from '../../src/office/write-workbook.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** A workbook of one sheet, as Excel lays its parts out. */
function workbook(sheet: string, parts: Record<string, string> = {}): Uint8Array {
  return zipped({
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    ...parts,
  })
}

function zipped(parts: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

function cellsOf(sheet: string, parts?: Record<string, string>) {
  return readWorkbook(workbook(sheet, parts)).flatMap(({ rows }) => rows.map(({ cells }) => cells))
}

function reasonOf(bytes: Uint8Array, maxBytes?: number): string {
  try {
    readWorkbook(bytes, maxBytes)
    return 'read'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.reason
  }
}

test('what is written is read back, whatever it says', async () => {
  const text = fc
    .oneof(fc.string(), fc.constantFrom('=1+1', '_x0041_', '<a>&amp;', ' x ', 'Hải Dương', ']]>'))
    .map((one) => one.replace(/\p{Cc}|[\ufffe\uffff]/gu, ''))
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, number), { maxLength: 5 }), async (rows) => {
      const [sheet] = readWorkbook(await writeWorkbook([{ name: 'Ô & <x>', header: ['a', 'b'], rows }]))
      expect(sheet?.name).toBe('Ô & <x>')
      const read = sheet?.rows.map(({ cells }) => cells) ?? []
      expect(read.map(([first]) => first)).toEqual(['a', ...rows.map(([first]) => first)])
      expect(read.slice(1).map(([, cell]) => Number(cell))).toEqual(rows.map(([, one]) => one || 0))
    }),
    { numRuns: 60 },
  )
})

test('cells are read by their type and format', () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy;@"/><numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="#,##0&quot;đ&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`
  const strings =
    '<sst><si><t>Sở</t></si><si><r><t>hai </t></r><r><t xml:space="preserve">phần</t></r><rPh><t>x</t></rPh></si></sst>'
  const cells = [
    '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>a &#x1EA1; &lt;</t></is></c>',
    '<c><v>99.950000000000003</v></c><c><v>1.5</v></c><c><v>1.125</v></c><c><v>10507</v></c>',
    '<c s="1"><v>44742</v></c><c s="2"><v>44742.5</v></c><c s="3"><v>507</v></c><c s="4"><v>1500</v></c>',
    '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c r="Z3"><v>1</v></c>',
  ]
  const rows = [`<row r="3">${cells.slice(0, 3).join('')}</row>`, `<row>${cells[3]}</row>`].join('')
  const read = cellsOf(rows, { 'xl/styles.xml': styles, 'xl/sharedStrings.xml': strings })
  expect(read[0]).toEqual(
    ['Sở', 'hai phần', 'a ạ <', '99.95', '1.5', '1.1250', '10507'].concat([
      '2022-06-30',
      '2022-06-30 12:00:00',
      '00507',
      '1500',
    ]),
  )
  expect(read[1]).toEqual(['yes', 'no', ...Array(23).fill(''), '1'])
})

test('cells that do not say what they seem to are told of', () => {
  const cells =
    '<c><f>A1+1</f><v>2</v></c><c t="e"><v>#REF!</v></c><c><v>1234567890123456</v></c><c t="inlineStr"><is><t>x</t></is></c>'
  const sheet = `<row r="2">${cells}</row></sheetData><mergeCells><mergeCell ref="D2:D4"/></mergeCells><sheetData>`
  const [row] = readWorkbook(workbook(sheet))[0]?.rows ?? []
  expect(row?.cells).toEqual([null, null, null, null])
  expect(row?.flaws.map(({ at, flaw }) => `${at} ${flaw}`)).toEqual([
    '0 formula',
    '1 error',
    '2 imprecise',
    '3 merged',
  ])
})

describe('refused', () => {
  test.each<[string, () => Uint8Array, string]>([
    ['rows without end', () => workbook('<row/>'.repeat(60_001)), 'too_large'],
    ['a far column', () => workbook('<row><c r="XFD1"><v>1</v></c></row>'), 'too_large'],
    [
      'entities',
      () => workbook('', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }),
      'doctype',
    ],
    ['an unknown entity', () => workbook('<row><c t="str"><v>&a;</v></c></row>'), 'damaged'],
    ['half an element', () => workbook('<row><c'), 'damaged'],
    ['rows out of order', () => workbook('<row r="2"/><row r="1"/>'), 'damaged'],
    ['another archive', () => zipped({ 'word/document.xml': '<x/>' }), 'not_a_workbook'],
    ['cut off', () => workbook('<row/>').slice(0, 300), 'damaged'],
    [
      'a changed byte',
      () => {
        const bytes = workbook('<row><c><v>1</v></c></row>')
        const name = Buffer.from(bytes).indexOf('xl/worksheets/sheet1.xml')
        bytes[name + 40] = (bytes[name + 40] ?? 0) ^ 0xff
        return bytes
      },
      'damaged',
    ],
  ])('%s', (_, make, reason) => {
    expect(reasonOf(make())).toBe(reason)
  })

  test('a bomb, whatever it says of its size', () => {
    const bomb = workbook(`<row><c t="str"><v>${'x'.repeat(100_000)}</v></c></row>`)
    // the directory tells of one byte
    const file = Buffer.from(bomb)
    const at = file.lastIndexOf('xl/worksheets/sheet1.xml') - 46
    file.writeUInt32LE(1, at + 24)
    expect(reasonOf(file, 50_000)).toBe('too_large')
    expect(reasonOf(file, 200_000)).toBe('read')
  })

  test('whatever the bytes, there is an answer', () => {
    const good = workbook('<row><c t="inlineStr"><is><t>a</t></is></c></row>')
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = good.slice()
        bytes[at] = byte
        expect(['read', 'damaged', 'encrypted', 'too_large', 'not_a_workbook', 'doctype']).toContain(
          reasonOf(bytes),
        )
      }),
      { numRuns: 300 },
    )
  })
})
