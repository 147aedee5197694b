import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Started, until } from '../helpers/process.ts'
import { importInventory } from './inventory.ts'
import { type Lab, startLab } from './lab.ts'
import { giveIpv6, takeIpv6 } from './network.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { criteriaOf, hasVerdicts, measured, quickTruth, truth, verdictsOf } from './verdicts.ts'

const missing = labMissing()
const banner = 'không có IPv6 hoạt động'

type CheckItem = { id: string; everySeconds: number; last: { timesSeen: number } | null }

describe.skipIf(missing)(`a prober without IPv6 of its own${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let server: Started
  let pages: Pages

  beforeAll(async () => {
    lab = await startLab()
    await takeIpv6(lab)
    const settings = {
      ...lab.settings,
      V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db`,
      V6GOV_PACE: '600',
      V6GOV_PORT: '8080',
    }
    await importInventory(lab, settings)
    server = startServer(lab, settings)
    pages = await signInAt(lab, server)
  })
  afterAll(() => lab?.remove())

  test('gives no verdict at all on what probes measure, however often it looks', async () => {
    const seen = new Set<string>()
    await until(
      'every check that is due within the hour was run three times',
      60_000,
      async () => {
        for (const verdicts of Object.values(await verdictsOf(pages)))
          for (const verdict of Object.values(verdicts)) seen.add(verdict)
        const { items } = await pages.json<{ items: CheckItem[] }>('/checks.json')
        const often = items.filter(({ everySeconds }) => everySeconds <= 3600)
        return often.length > 20 && often.every(({ last }) => (last?.timesSeen ?? 0) >= 3)
      },
      300,
    )
    expect([...seen].sort()).toEqual(['na', 'unknown'])
  })

  test('says why: our own IPv6 is missing', async () => {
    for (const [unit, verdicts] of Object.entries(truth)) {
      const criteria = await criteriaOf(pages, unit)
      const applying = measured.filter((id) => verdicts[id] !== 'na')
      expect(applying.map((id) => [unit, id, criteria.get(id)?.reason])).toEqual(
        applying.map((id) => [unit, id, 'prober_no_ipv6']),
      )
    }
    expect(await pages.text('/units/SNV')).toContain('Điểm đo không có IPv6 nên chưa đo được')
  })

  test('a banner says so on every page', async () => {
    for (const page of ['/', '/units', '/units/SNV', '/checks'])
      expect(await pages.text(page)).toContain(banner)
  })

  test('with IPv6 given back the same process reaches the verdicts', async () => {
    await giveIpv6(lab)
    await until('the verdicts', 60_000, () => hasVerdicts(pages, quickTruth), 500)
    expect(server.isRunning()).toBe(true)
    expect(await pages.text('/units')).not.toContain(banner)
  })
})
