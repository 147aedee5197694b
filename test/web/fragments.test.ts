import { beforeAll, describe, expect, test } from 'vitest'
import { type Demo, openDemo } from './demo.ts'
import { openProvince } from './province.ts'

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

describe('fragments', () => {
  test.each([
    '/units/30/verdicts',
    '/parts/units?kind=district',
    '/parts/checks',
    '/parts/overview',
    '/checks/device~dc-rt-01~snmp-system/state',
  ])('%s is a part for htmx and a whole page for everybody else', async (path) => {
    const part = await demo.html(path, { 'hx-request': 'true', 'hx-request-type': 'partial' })
    expect(part).toMatch(/^<div class="flow" id="/)
    expect(part).not.toContain('<html')
    const whole = await demo.html(path)
    expect(whole).toMatch(/^<!doctype html>/)
    expect(whole).toContain(part.slice(0, 60))
  })

  test('the links of a part are those of its page', async () => {
    const part = await demo.html('/parts/units?kind=commune&page=2', { 'hx-request-type': 'partial' })
    expect(part).toContain('hx-get="/parts/units?kind=commune&amp;page=2"')
    expect(part).toContain('href="/units?kind=commune&amp;page=3"')
  })

  test('a filter changed by htmx names the address to show, without empty fields', async () => {
    const response = await demo.get('/units?q=&kind=commune&level=&lang=vi', { 'hx-request-type': 'full' })
    expect(response.headers.get('hx-push-url')).toBe('/units?kind=commune')
  })

  test('a session that is over sends htmx to sign in, instead of a form into the middle of a page', async () => {
    const product = await openProvince({ units: false })
    const response = await product.app.request('/parts/units', {
      headers: { 'hx-request': 'true', accept: 'text/html' },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('hx-redirect')).toBe('/sign-in')
  })
})

describe('languages', () => {
  test('Vietnamese by default, English by a switch that is remembered', async () => {
    expect(await demo.html('/units')).toContain('<html lang="vi">')
    const switched = await demo.get('/units?lang=en&kind=district')
    const remembered = (switched.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const page = await switched.text()
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('rural district') // a type of unit
    expect(page).toContain('href="/units?kind=district&amp;lang=vi"')
    expect(await demo.html('/plan', { cookie: `${demo.cookie}; ${remembered}` })).toContain('Targets')
    expect(await demo.html('/units?lang=xx')).toContain('<html lang="vi">')
  })

  test('numbers and dates follow', async () => {
    expect(await demo.html('/units/30?lang=en')).toContain('coverage 59.5%')
    expect(await demo.html('/checks/device~dc-rt-01~snmp-system?lang=en')).toContain('30 Jun 2022 11:50')
  })
})

describe('answers are small', () => {
  test('gzip, and 304 when nothing changed', async () => {
    const first = await demo.get('/units', { 'accept-encoding': 'gzip' })
    expect(first.headers.get('content-encoding')).toBe('gzip')
    expect((await first.arrayBuffer()).byteLength).toBeLessThan(20_000)
    const etag = first.headers.get('etag') ?? ''
    expect((await demo.get('/units', { 'if-none-match': etag })).status).toBe(304)
    expect((await demo.get('/units?lang=en', { 'if-none-match': etag })).status).toBe(200)
  })
})
