import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyPage, openProvinceOfEveryPage } from './every-page.ts'
import { type Browsing, hasBrowser, openBrowser, violationsOn, widthIn } from './in-browser.ts'
import { openLighthouse } from './lighthouse.ts'
import { lookAtAll } from './looks.ts'
import { openProvince, type Province } from './province.ts'

/** Languages, colours and widths in which every page is looked at. */
const faces = [
  { name: 'Vietnamese, light, 1280 pixels', lang: 'vi', width: 1280, colorScheme: 'light' },
  { name: 'English, dark, 360 pixels', lang: 'en', width: 360, colorScheme: 'dark' },
] as const

describe.skipIf(!hasBrowser)('in a real browser (needs /usr/bin/chromium)', () => {
  let province: Province
  let browsing: Browsing
  let base: string
  let open: Browsing['open']
  /** What the server says the time is; tests move it. */
  let clock = '2022-06-30T05:00:00.000Z'

  beforeAll(async () => {
    province = await openProvinceOfEveryPage(() => clock)
    browsing = await openBrowser(province)
    ;({ base, open } = browsing)
  })

  afterAll(() => browsing?.close())

  describe('every page', () => {
    let visit: Awaited<ReturnType<Browsing['open']>>

    // one browser for all, which keeps style and script as a reader's does
    beforeAll(async () => {
      visit = await open('/about', { reducedMotion: 'reduce' }) // no colour between those of light and dark
    })
    afterAll(() => visit?.close())

    test.each(everyPage)(
      '%s is accessible, fits its window and an A4 sheet, and asks nothing of anybody else',
      async (path) => {
        const { page, complaints } = visit
        complaints.length = 0
        // the first face last: sheets are printed in Vietnamese
        for (const { name, lang, width, colorScheme } of faces.toReversed()) {
          await page.setViewportSize({ width, height: 800 })
          await page.emulateMedia({ colorScheme, media: 'screen' })
          await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
          // all pages have one style sheet
          expect(await violationsOn(page, { styles: path === '/' }), name).toEqual([])
          for (const wide of [1280, 360])
            await expect
              .poll(() => widthIn(page, wide), { message: `${name} in ${wide}` })
              .toBeLessThanOrEqual(wide)
        }
        await page.emulateMedia({ media: 'print' })
        expect(await cutOnPaper(page), 'cut on an A4 sheet').toEqual([])
        expect(complaints.filter((text) => !(path === '/nowhere' && text.includes('404')))).toEqual([])
      },
    )
  })

  test.each(['/documents/new?unit=30&kind=attestation&subject=GOV-02', '/plan/tasks/2.08', '/plan/edit'])(
    'what is wrong with the form of %s is told accessibly, and beside its field',
    async (path) => {
      for (const { name, lang, width, colorScheme } of faces) {
        const { page, close } = await open(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`, {
          viewport: { width, height: 800 },
          colorScheme,
        })
        await page.evaluate(`for (const field of document.querySelectorAll('main form.stack [name]'))
          if (field.type !== 'hidden' && field.tagName !== 'SELECT') {
            if (field.type === 'checkbox') field.checked = false
            else if (field.type !== 'file') field.value = ''
          }
          document.querySelector('main form.stack').noValidate = true`)
        const answered = page.waitForResponse((response) => response.request().method() === 'POST')
        await page
          .locator('main form.stack button[type=submit], main form.stack button:not([type])')
          .first()
          .click()
        expect((await answered).status(), name).toBe(422)
        await page.locator('[role=alert]').waitFor()
        expect(await page.locator('[aria-invalid=true]').count(), name).toBeGreaterThan(0)
        expect(await violationsOn(page), name).toEqual([])
        expect(await widthIn(page, width), name).toBeLessThanOrEqual(width)
        await close()
      }
    },
  )

  test.each(['/', '/units/30', '/matrix?open=all', '/plan', '/documents', '/national'])(
    'the tab key comes to everything on %s that can be used, and shows where it is',
    async (path) => {
      const { page, close } = await open(path, { javaScriptEnabled: false }) // nothing renews itself meanwhile
      const usable = await page.evaluate(`[...document.querySelectorAll(
          'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
        )].filter((one) => !one.disabled && one.checkVisibility()).map((one, index) => (one.dataset.nth = index))`)
      const met = new Set<string>()
      for (let presses = 0; presses < (usable as number[]).length + 20; presses += 1) {
        await page.keyboard.press('Tab')
        const [nth, seen, html] = (await page.evaluate(`(() => {
          const { dataset, outerHTML } = document.activeElement
          const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement)
          return [dataset.nth, outlineStyle !== 'none' || boxShadow !== 'none', outerHTML.slice(0, 300)]
        })()`)) as [string | undefined, boolean, string]
        if (html.startsWith('<body')) break
        met.add(nth ?? html)
        expect(seen, `${html} shows its focus`).toBe(true)
      }
      expect((usable as number[]).filter((nth) => !met.has(String(nth)))).toEqual([])
      await close()
    },
  )

  test('no cell of what was seen is cut off on a screen of 1280 pixels', async () => {
    const path = '/checks/service~web-dvc~web-dual-stack'
    const { page, close } = await open(path)
    for (const language of ['vi', 'en']) {
      await page.goto(`${base}${path}?lang=${language}`)
      await page.getByText('CN=dichvucong.haiduong.test').first().waitFor()
      const cut = await page.evaluate(`[...document.querySelectorAll('.card .scroll, .card td, .card dd')]
        .filter((box) => box.scrollWidth > box.clientWidth + 1)
        .map((box) => box.tagName + ' ' + box.textContent.slice(0, 40))`)
      expect(cut, language).toEqual([])
    }
    await close()
  })

  test('the sign-in page is accessible', async () => {
    const product = await openProvince({ units: false })
    const own = await openBrowser(product)
    const { page } = await own.open('/units?kind=commune')
    expect(new URL(page.url()).search).toBe('?to=%2Funits%3Fkind%3Dcommune')
    expect(await violationsOn(page)).toEqual([])
    await own.close()
  })

  test('Lighthouse gives 100 of 100 for accessibility', async () => {
    const lighthouse = await openLighthouse()
    // every page: npm run lighthouse
    for (const [path, width] of [
      ['/', 1280],
      ['/documents/new?unit=30&kind=attestation&subject=GOV-02', 360],
    ] as const)
      expect(await lighthouse.judge(base + path, { width }), path).toEqual({ score: 100, flaws: [] })
    await lighthouse.close()
  })

  test('a part renews itself and leaves focus, scroll and what is unfolded alone', async () => {
    const { page, complaints, close } = await open('/checks/service~web-dvc~web-dual-stack')
    const summary = page.locator('details.exchange summary').first()
    await summary.click() // it stood open: fold it
    await page.locator('#history a').first().focus()
    await page.evaluate('window.scrollTo(0, 300)')
    const before = await page.locator('#state time').first().textContent()
    clock = '2022-06-30T05:30:00.000Z'
    await expect
      .poll(() => page.locator('#state time').first().textContent(), { timeout: 10_000 })
      .not.toBe(before)
    expect(await page.evaluate('window.scrollY')).toBe(300)
    expect(await page.evaluate("document.activeElement.closest('#history') !== null")).toBe(true)
    expect(await page.locator('details.exchange').first().getAttribute('open')).toBeNull()
    expect(complaints).toEqual([])
    await close()
  })

  test('a filter renews the list and the address, and Back brings it back', async () => {
    const { page, complaints, close } = await open('/units')
    await page.keyboard.press('/')
    await page.keyboard.type('nam sach')
    await page.waitForURL('**/units?q=nam+sach&sort=name')
    await expect.poll(() => page.locator('#units tbody tr').count()).toBe(2)
    await page.locator('select[name=kind]').selectOption('district')
    await page.waitForURL('**/units?q=nam+sach&kind=district&sort=name')
    await expect.poll(() => page.locator('#units tbody tr').count()).toBe(1)
    await page.goBack()
    await expect.poll(() => page.locator('#units tbody tr').count()).toBe(2)
    expect(await page.locator('#q').inputValue()).toBe('nam sach')
    expect(complaints).toEqual([])
    await close()
  })

  test('j, k and Enter walk the rows, g and a letter the pages', async () => {
    const { page, close } = await open('/units?kind=district')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('j')
    const second = await page.locator('tbody tr').nth(1).locator('a').first().getAttribute('href')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${second}`)
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL('**/checks')
    await close()
  })

  test('single letters can be switched off', async () => {
    const { page, close } = await open('/about')
    await page.locator('#keys-switch').uncheck()
    await page.goto(`${base}/units`)
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.id')).not.toBe('q')
    await page.goto(`${base}/about`)
    expect(await page.locator('#keys-switch').isChecked()).toBe(false)
    await close()
  })

  test.each([true, false])('“probe now” shows what it brought, JavaScript: %s', async (javaScriptEnabled) => {
    const { page, close } = await open('/checks/device~dc-rt-01~snmp-system', { javaScriptEnabled })
    const before = province.sent.length
    clock = later(clock, 60)
    await page.getByRole('button', { name: 'Đo ngay' }).click()
    await page.getByText('đang chờ kết quả').waitFor()
    expect(province.sent.length).toBe(before + 1)
    clock = later(clock, 5)
    await lookAtAll(province.db, clock)
    if (!javaScriptEnabled) await page.reload()
    await page.getByText('Đã đo xong theo yêu cầu').waitFor()
    await close()
  })

  test('filters and imports work without JavaScript', async () => {
    const { page, close } = await open('/units', { javaScriptEnabled: false })
    await page.locator('#q').fill('nam sach')
    await page.getByRole('button', { name: 'Lọc', exact: true }).click()
    expect(await page.locator('#units tbody tr').count()).toBe(2)
    await page.goto(`${base}/inventory`)
    const header = 'code,name,kind,type,parent,valid_from,valid_to,contact_name,contact_email,profile\n'
    const upload = (text: string) => ({ name: 'units.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page
      .locator('input[type=file]')
      .setInputFiles(upload(`${header}NEW,<b>Mới</b>,sở,so,nowhere,,,,,\n`))
    await page.getByRole('button', { name: 'Kiểm tra thử' }).click()
    expect(await page.locator('h2.error').textContent()).toContain('2 lỗi, chưa ghi gì')
    expect(await page.locator('tbody tr').first().textContent()).toContain('kind')
    await page.goBack()
    await page
      .locator('input[type=file]')
      .setInputFiles(upload(`${header}NEW,Sở Mới,department,so,30,,,,,\n`))
    await page.getByRole('button', { name: 'Kiểm tra thử' }).click()
    await page.getByRole('button', { name: 'Ghi vào danh mục' }).click()
    expect(await page.getByText('Đã ghi: thêm 1, sửa 0.').count()).toBe(1)
    await page.goto(`${base}/units/NEW`)
    expect(await page.locator('h1').textContent()).toBe('Sở Mới')
    await close()
  })
})

/** What a sheet does not hold between its margins, upright or across, at 96 pixels an inch. */
async function cutOnPaper(page: Page): Promise<string[]> {
  const across = await page.evaluate("document.querySelector('.landscape') !== null")
  const width = Math.floor(((across ? 297 - 30 : 210 - 35) * 96) / 25.4)
  const needed = Number(await widthIn(page, width))
  const inside = await page.evaluate(`[...document.querySelectorAll('main *')].filter((one) =>
    one.tagName !== 'INPUT' && getComputedStyle(one).overflowX !== 'visible' && one.clientWidth > 1 &&
    one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80))`)
  return [...(needed > width ? [`needs ${needed} of ${width}`] : []), ...(inside as string[])]
}

function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString()
}
