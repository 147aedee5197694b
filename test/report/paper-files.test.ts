import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportFile } from '../../src/report/files.ts'
import { defaultOffice } from '../../src/report/office.ts'
import { has } from '../bench/peers.ts'
import { run } from '../helpers/process.ts'
import { crowded, full } from './crowded.ts'

const needed = ['soffice', 'pdftotext'].filter((program) => !has(program))
if (needed.length > 0) console.log(`${needed.join(' and ')} missing: no report is opened in LibreOffice`)

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'v6gov-paper-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test.skipIf(needed.length > 0)(
  'LibreOffice opens the files and shows what they say, and a crowded unit on one page',
  async () => {
    const office = { ...defaultOffice, number: '5', date: '2022-01-17', signer: 'Nguyễn Văn A' }
    const source = { body: '', sha256: 'a'.repeat(64), office }
    const made = {
      'a-docx.docx': await reportFile({ ...source, report: full() }, 'docx'),
      'a-xlsx.xlsx': await reportFile({ ...source, report: full() }, 'xlsx'),
      'unit.docx': await reportFile({ ...source, report: crowded(), unit: '30' }, 'docx'),
    }
    for (const [name, bytes] of Object.entries(made)) writeFileSync(path.join(directory, name), bytes)
    const files = Object.keys(made).map((name) => path.join(directory, name))
    const profile = `-env:UserInstallation=file://${directory}/profile`
    await run(['soffice', '--headless', profile, '--convert-to', 'pdf', '--outdir', directory, ...files])
    const text = async (name: string) => {
      await run([
        'pdftotext',
        '-layout',
        path.join(directory, `${name}.pdf`),
        path.join(directory, `${name}.txt`),
      ])
      return readFileSync(path.join(directory, `${name}.txt`), 'utf8')
    }
    const pages = (await text('a-docx')).split('\f')
    expect(pages[0]).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    expect(pages[0]).toContain('Số: 05/BC-STTTT')
    expect(pages[0]?.trim()).not.toMatch(/^1\n/)
    expect(pages[1]?.trim()).toMatch(/^2\n/)
    expect(pages.join('')).toContain('Nguyễn Văn A')
    // the long table goes on over pages, each under its head
    expect(
      pages.filter((page) => page.includes('Độ phủ') && page.includes('Ghi chú')).length,
    ).toBeGreaterThan(1)
    expect((await text('unit')).split('\f').filter((page) => page.trim() !== '')).toHaveLength(1)
    const sheets = await text('a-xlsx')
    expect(sheets).toContain('Biểu 03. Chi tiết đơn vị')
    expect(sheets).toContain('31/12/2021')
  },
  240_000, // a first start of LibreOffice, on a busy machine
)
