import { beforeAll, describe, expect, test } from 'vitest'
import { type Demo, type List, openDemo } from './demo.ts'

type Count = {
  state: string
  served: number
  addressed: number | null
  reachable: number | null
  working: number | null
}
type Item = { code: string; parent: string | null; layers: Record<string, Count> }
type Verdicts = {
  verdicts: { id: string; verdict: string; assets: { asset: { code: string }; verdict: string }[] }[]
}

let demo: Demo

beforeAll(async () => {
  demo = await openDemo()
})

describe('units by layer', () => {
  test('each number is that of the assets whose verdicts the cell opens', async () => {
    const { items, steps } = await demo.json<
      List<Item> & { steps: Record<string, Record<string, string | null>> }
    >('/matrix.json')
    expect(items.length).toBe((await demo.json<List>('/units.json?limit=1')).total)
    let told = 0
    for (const { code, layers } of items.filter(({ layers }) =>
      Object.values(layers).some(({ served }) => served > 0),
    )) {
      const { verdicts } = await demo.json<Verdicts>(`/units/${code}.json`)
      const page = await demo.html(`/units/${code}`)
      for (const [layer, count] of Object.entries(layers)) {
        const names = new Set<string>()
        for (const step of ['addressed', 'reachable', 'working'] as const) {
          const of = verdicts.find(({ id }) => id === steps[layer]?.[step])
          const own = of === undefined || of.verdict === 'na' ? null : of.assets
          for (const one of own ?? []) if (one.verdict !== 'na') names.add(one.asset.code)
          const passing = own?.filter(({ verdict }) => verdict === 'pass').length ?? null
          expect(count[step], `${code} ${layer} ${step}`).toBe(passing)
          told += Number(passing !== null)
        }
        expect(count.served, `${code} ${layer}`).toBe(names.size)
        if (count.state !== 'na') expect(page).toContain(`id="layer-${layer}"`)
      }
    }
    expect(told).toBeGreaterThan(30)
  })

  test('folds by district, opens one or all, and shows what a filter leaves', async () => {
    const folded = await demo.html('/matrix')
    expect(folded).toContain('Huyện Nam Sách')
    expect(folded).not.toContain('href="/units/10606#layer-wan"')
    expect(await demo.html('/matrix?open=291')).toContain('href="/units/10606#layer-wan"')
    const all = await demo.html('/matrix?open=all')
    expect(all.match(/href="\/units\/[^"#]+"/g)?.length).toBe((await demo.json<List>('/matrix.json')).total)
    const { items } = await demo.json<List<Item>>('/matrix.json?layer=wan&state=fail')
    expect(items.length).toBeGreaterThan(1)
    expect(items.every(({ layers }) => layers.wan?.state === 'fail')).toBe(true)
    const page = await demo.html('/matrix?layer=wan&state=fail')
    for (const { code } of items) expect(page).toContain(`href="/units/${code}#layer-wan"`)
  })

  test('what is not known is no pass, and an empty inventory is not ready', async () => {
    const { items } = await demo.json<List<Item>>('/matrix.json')
    for (const { layers } of items)
      for (const { state, served, working } of Object.values(layers))
        if (state === 'pass') {
          expect(served).toBeGreaterThan(0)
          if (working !== null) expect(working).toBeGreaterThan(0)
        }
    const csv = await (await demo.get('/matrix.csv')).text()
    expect(csv.split('\r\n').length > 2 ? csv.split('\r\n').length : csv.split('\n').length).toBe(
      items.length + 2,
    )
  })
})
