import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countersAt, lookAlong, pingsAt } from './course.ts'
import { type Browsing, hasBrowser, openBrowser, violationsOn, widthIn } from './in-browser.ts'
import { fillLine } from './line-course.ts'
import { now } from './looks.ts'
import { openProvince } from './province.ts'

const path = '/checks/device~dc-rt-01~reach-ping'

describe.skipIf(!hasBrowser)('charts in a real browser (needs /usr/bin/chromium)', () => {
  let browsing: Browsing

  beforeAll(async () => {
    const province = await openProvince({ demo: true, seen: false, only: ['30', 'STTTT'] })
    const course = { until: now, looks: 600, everyMinutes: 5 }
    await lookAlong(province.db, 'device~dc-rt-01~reach-ping', course, pingsAt)
    await lookAlong(province.db, 'device~dc-rt-01~snmp-counters', course, countersAt)
    await fillLine(province.db, now)
    browsing = await openBrowser(province)
  })
  afterAll(() => browsing?.close())

  test('are drawn to walk in, in both colours, and complain of nothing', async () => {
    const { page, complaints, close } = await browsing.open(path)
    await page.locator('#chart-rttAvgMs .uplot canvas').waitFor()
    expect(await page.locator('#chart-rttAvgMs svg[role=img]').isVisible()).toBe(false)
    await page.locator('#chart-rttAvgMs .u-over').hover()
    const tip = await page.locator('#chart-rttAvgMs .tip').textContent()
    expect(tip).toMatch(/^\d\d\/\d\d\/2022 \d\d:\d\d\nIPv4: \d+,\d+ ms\nIPv6: \d+,\d+ ms$/)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violationsOn(page)).toEqual([])
    expect(await widthIn(page, 360)).toBeLessThanOrEqual(360)
    expect(complaints).toEqual([])
    await close()
  })

  test('dragging across one chooses a time for all, in the address; Back goes back', async () => {
    const { page, complaints, close } = await browsing.open(path)
    const over = page.locator('#chart-loss .u-over')
    await over.scrollIntoViewIfNeeded()
    const box = await over.boundingBox()
    if (box === null) throw new Error('no chart')
    await page.mouse.move(box.x + box.width / 4, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 5 })
    await page.mouse.up()
    await page.waitForURL('**from=2022-06-2*')
    const address = new URL(page.url()).searchParams
    const hours = (Date.parse(address.get('to') ?? '') - Date.parse(address.get('from') ?? '')) / 3_600_000
    expect(hours).toBeGreaterThan(5.5)
    expect(hours).toBeLessThan(6.5)
    await page.locator('#chart-rttAvgMs .uplot canvas').waitFor()
    expect(await page.locator('#chart-rttAvgMs').getAttribute('data-chart')).toContain('from=2022')
    await page.goBack()
    await page.locator('.ranges [aria-current]').filter({ hasText: '24 giờ' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('all of it from the keyboard: the time by links, the numbers by a table that unfolds', async () => {
    const { page, complaints, close } = await browsing.open(path)
    await page.getByRole('link', { name: '7 ngày' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**range=7d*')
    await page.locator('#chart-loss summary').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#chart-loss tbody tr').count()).toBe(336)
    expect(new URL(page.url()).pathname).toBe(path)
    expect(complaints).toEqual([])
    await close()
  })

  test('two fingers choose a time as a mouse does', async () => {
    const { page, close } = await browsing.open(path, {
      hasTouch: true,
      viewport: { width: 360, height: 740 },
    })
    await page.locator('#chart-loss .u-over').waitFor()
    await page.evaluate(`(() => {
      const over = document.querySelector('#chart-loss .u-over')
      const { left, top, width } = over.getBoundingClientRect()
      const touches = [0.25, 0.75].map((share, identifier) =>
        new Touch({ identifier, target: over, clientX: left + share * width, clientY: top + 20 }))
      over.dispatchEvent(new TouchEvent('touchmove', { touches, bubbles: true, cancelable: true }))
      over.dispatchEvent(new TouchEvent('touchend', { touches: [], bubbles: true }))
    })()`)
    await page.waitForURL('**from=2022-06-2*')
    await close()
  })

  test('a range that ends now goes on by itself', async () => {
    const { page, complaints, close } = await browsing.open(`${path}?range=6h`)
    await page.locator('#chart-loss .uplot canvas').waitFor()
    await page.locator('#chart-loss').evaluate((figure) => figure.setAttribute('data-every', '1'))
    const again = page.waitForResponse((response) => response.url().includes('series.json?chart=loss'))
    await again
    await expect.poll(() => page.locator('#chart-loss canvas').count()).toBe(1)
    expect(complaints).toEqual([])
    await close()
  })

  test('a strip of days is one stop of the Tab key, and arrows walk its days', async () => {
    const { page, complaints, close } = await browsing.open('/lines/L1')
    const days = page.locator('.uptime a')
    await expect.poll(() => page.locator('.uptime a[tabindex="0"]').count()).toBe(1)
    expect(await days.count()).toBe(30) // the last one is today
    await days.last().focus()
    for (let step = 0; step < 13; step++) await page.keyboard.press('ArrowLeft')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe(
      '17/06/2022: Hoạt động 960 phút, Gián đoạn 480 phút',
    )
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Từng phút của ngày 17/06/2022' }).waitFor()
    await page.keyboard.press('Tab')
    await page.locator('#uptime summary').click()
    await expect
      .poll(() => page.locator('#uptime > .block tbody tr, #uptime details tbody tr').count())
      .toBe(30)
    expect(await widthIn(page, 360)).toBeLessThanOrEqual(360)
    expect(complaints).toEqual([])
    await close()
  })

  test('without JavaScript there is a picture with the same links', async () => {
    const { page, close } = await browsing.open(path, { javaScriptEnabled: false })
    expect(await page.locator('#chart-rttAvgMs svg[role=img]').getAttribute('aria-label')).toMatch(
      /^RTT trung bình mỗi lần đo\. IPv4: mới nhất \d+,\d ms, cao nhất \d+,\d ms; IPv6: /,
    )
    await page.getByRole('link', { name: '7 ngày' }).click()
    await page.locator('#chart-loss summary').click()
    await page.locator('#chart-loss').getByRole('link', { name: 'Biểu đồ này trên trang riêng' }).click()
    expect(await page.locator('tbody tr').count()).toBe(336)
    await close()
  })
})
