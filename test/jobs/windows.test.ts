import { expect, test } from 'vitest'
import { createRecorder } from '../../src/jobs/recorder.ts'
import { type JobDeps, runJob } from '../../src/jobs/run-job.ts'
import type { Check } from '../../src/model.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { openDatabase } from '../../src/store/database.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { findObservation, loadUnitState } from '../../src/store/observations.ts'
import { claimDue, syncChecks } from '../../src/store/turns.ts'
import { exampleCheck } from '../helpers/example.ts'
import { mappedDial } from '../helpers/mapped-dial.ts'
import { readRequest, serve, startAgent } from '../helpers/snmp-agent.ts'
import { inetIndex, mac, row, scalars } from '../helpers/snmp-objects.ts'
import { device, unit } from '../readiness/builders.ts'

const day = 86_400_000
const start = Date.parse('2022-06-29T17:00:00.000Z')
const router = device('R1', { userIf: ['vlan10'], internetIf: 'wan0' })

/** How the network stands after so many days: every day another two hosts, one of them with IPv6, and more traffic. */
function objectsOn(days: number) {
  const learned = (address: string, host: string) =>
    row(`10.${inetIndex(address)}`, {
      ipNetToPhysicalPhysAddress: mac(host),
      ipNetToPhysicalType: 'dynamic',
      ipNetToPhysicalState: 'reachable',
    })
  const host = (number: number) => `00:53:00:00:00:${number.toString(16).padStart(2, '0')}`
  const grown = BigInt(days) * 1_000_000n
  const traffic = (version: 1 | 2, part: bigint) =>
    row(`${version}.2`, {
      ipIfStatsHCInOctets: grown * part,
      ipIfStatsHCOutOctets: grown * part,
      ipIfStatsHCInReceives: grown * part,
      ipIfStatsHCOutTransmits: grown * part,
    })
  return Object.assign(
    scalars({ sysUpTime: 1_000 + days * 8_640_000 }),
    row('2', { ifName: 'wan0', ifHCInOctets: grown * 4n, ifHCOutOctets: grown * 4n, ifHighSpeed: 1000 }),
    row('10', { ifName: 'vlan10' }),
    learned('10.0.10.5', host(2 * days)),
    learned('2001:db8:10::5', host(2 * days)),
    learned('10.0.10.6', host(2 * days + 1)),
    traffic(1, 3n),
    traffic(2, 1n),
  )
}

test('from a device to the verdict: a month of looks with a real agent, judged over its windows', async () => {
  let days = 0
  const agent = await startAgent((datagram) => [serve(objectsOn(days))(readRequest(datagram))])
  const db = await openDatabase('sqlite::memory:')
  let ms = start
  const now = () => new Date(ms++).toISOString()
  const checkOf = (probe: Check['probe'], interfaces: string[]) =>
    exampleCheck({
      id: `device~R1~${probe}`,
      unit: unit.code,
      asset: { kind: 'device', code: 'R1' },
      probe,
      settings: { address: '10.0.0.1', credential: 'x', interfaces },
      host: 'device:R1',
      everySeconds: 86_400,
    })
  const stopping = new AbortController()
  const deps: JobDeps = {
    db,
    now,
    pace: 1,
    recorder: createRecorder({ db, pace: 1, stopping: new AbortController().signal }),
    hasChanged: () => false,
    prober: { hasIpv6: async () => true },
    surroundings: {
      now,
      secret: () => ({ version: '2c', community: 'x' }),
      dial: mappedDial({ '10.0.0.1#161': { address: agent.address, port: agent.port } }),
      patience: 0.05,
      resolvers: [],
      trustedCa: undefined,
    },
    stopping: stopping.signal,
    log: () => {},
  }
  try {
    await saveInventory(db, { units: [unit], assets: [router] }, now())
    const checks = [checkOf('snmp-neighbours', ['vlan10']), checkOf('snmp-traffic', ['wan0'])]
    await syncChecks(db, checks, now(), { pace: 1 })
    for (days = 0; days < 31; days++) {
      ms = start + days * day + day / 2
      const jobs = await claimDue(db, now(), { pace: 1, hosts: 9, leaseMs: 60_000 })
      for (const job of jobs) await runJob(deps, job)
    }
    const asOf = new Date(start + 31 * day).toISOString()
    const state = await loadUnitState(db, unit.code, asOf)
    if (state === undefined) throw new Error('the unit is gone')
    const options = { ...defaultOptions, treatDocumentationAsGlobal: true }
    const { verdicts } = evaluate(state, asOf, options)
    const of = (id: string) => verdicts.find((one) => one.id === id)
    expect(of('LAN-02')).toMatchObject({
      verdict: 'partial',
      because: {
        vi: '50,0% (7/14) máy thấy qua ARP có địa chỉ IPv6 toàn cầu (trong 7 ngày, độ phủ 100%)',
      },
    })
    expect(of('USE-01')).toMatchObject({
      verdict: 'partial',
      because: { vi: 'IPv6 chiếm 25,0% lưu lượng của wan0 (trong 30 ngày, độ phủ 100%)' },
    })
    const evidence = ['LAN-02', 'USE-01'].flatMap((id) => of(id)?.assets.flatMap((one) => one.evidence) ?? [])
    expect(evidence.length).toBeGreaterThan(0)
    for (const { checkId, firstDueAt } of evidence)
      expect(await findObservation(db, checkId, firstDueAt)).toMatchObject({ result: { ok: true } })
  } finally {
    await db.destroy()
    await agent.stop()
  }
})
