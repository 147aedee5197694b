import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../helpers/process.ts'
import { v6gov, withSettings } from '../helpers/process-v6gov.ts'
import { importInventory } from './inventory.ts'
import { type Lab, startLab } from './lab.ts'
import { giveIpv6, takeIpv6 } from './network.ts'
import { labMissing } from './requirements.ts'
import { credentials } from './snmp.ts'

const missing = labMissing()

/** What both commands print, as far as it is asserted here. */
type Printed = {
  ok: boolean
  facts?: Record<string, unknown>
  error?: { code: string; message: string }
  evidence: { exchanges: { peer: unknown }[] }
  verdicts: { criterion: string; asset: string }[]
}

describe.skipIf(missing)(`v6gov at the shell${missing ? ` (${missing})` : ''}`, () => {
  let lab: Lab
  let settings: Record<string, string>

  beforeAll(async () => {
    lab = await startLab()
    settings = { ...lab.settings, V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db` }
    await importInventory(lab, settings)
  })
  afterAll(() => lab?.remove())

  async function shell(args: string[], others: Record<string, string> = {}) {
    const { code, out, err } = await run(lab.inside('core', v6gov(...args)), {
      env: withSettings({ ...settings, ...others }),
    })
    return { code, err, out, printed: (out === '' ? null : JSON.parse(out)) as Printed }
  }
  const look = (probe: string, of: object, others?: Record<string, string>) =>
    shell(['look', probe, JSON.stringify(of)], others)

  describe.concurrent('looks', () => {
    test.each([
      ['dns-address', { host: 'xamau.tinhmau.test' }, { authenticated: true, a: { failure: 'NODATA' } }],
      ['dns-address', { host: 'khongco.tinhmau.test' }, { aaaa: { failure: 'NXDOMAIN', addresses: [] } }],
      ['dns-nameservers', { zone: 'noivu.tinhmau.test' }, { failure: null, serialsEqual: true }],
      ['snmp-system', { address: '10.255.2.2', credential: 'lab-v2c' }, { sysName: 'router-yte' }],
      ['snmp-system', { address: '2001:db8:0:f4::2', credential: 'lab-v3' }, { sysName: 'router-xamau' }],
      ['web-dual-stack', { host: 'xamau.tinhmau.test' }, { a: [], aaaaFailure: null }],
    ])('look %s %j prints one JSON object and ends with 0', async (probe, of, facts) => {
      const { code, err, printed } = await look(probe, of)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(printed).toMatchObject({ probe, settings: of, ok: true, facts })
      expect(printed.evidence.exchanges.length).toBeGreaterThan(0)
    })

    test('a credential may be given on the spot, and is not printed', async () => {
      const { community } = credentials['lab-v2c']
      const given = `here=${JSON.stringify({ version: '2c', community })}`
      const target = JSON.stringify({ address: '10.255.2.2', credential: 'here' })
      const { code, out } = await shell(['look', 'snmp-system', target, '--credential', given])
      expect(code).toBe(0)
      expect(out).not.toContain(community)
    })

    test.each([
      ['no credential of that name', 'no_credential', { address: '10.255.1.2', credential: 'nobody' }],
      ['no agent there', 'snmp_timeout', { address: '10.0.1.53', credential: 'lab-v2c' }],
      ['a key that the agent does not know', 'snmp_auth', { address: '10.255.1.2', credential: 'wrong' }],
    ])('look ends with 3 when it could not look: %s', async (_, error, of) => {
      const wrong = { ...credentials['lab-v3'], authKey: 'not the right key' }
      const { code, printed } = await shell([
        ...['look', 'snmp-system', JSON.stringify(of)],
        ...['--credential', `wrong=${JSON.stringify(wrong)}`],
      ])
      expect(code).toBe(3)
      expect(printed).toMatchObject({ ok: false, error: { code: error } })
    })

    test('look ends with 3 when our own resolver is gone', async () => {
      const { code, printed } = await look(
        'dns-address',
        { host: 'xamau.tinhmau.test' },
        { V6GOV_RESOLVERS: '10.0.1.99' },
      )
      expect(code).toBe(3)
      expect(printed.error?.code).toBe('resolver_timeout')
    })

    test.each([
      ['snmp-system', '{"address":"10.255.2.2"}'],
      ['dns-address', '{"host":'],
      ['dns-address', '{"host":"xamau.tinhmau.test","hosts":1}'],
    ])('look %s %s ends with 2 and prints nothing but what is wrong', async (probe, text) => {
      const { code, out, err } = await shell(['look', probe, text])
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).not.toBe('')
    })

    test('check runs a check of the inventory now and prints its verdicts', async () => {
      const { code, err, printed } = await shell(['check', 'service~SNV-WEB~dns-address'])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(printed).toMatchObject({ check: 'service~SNV-WEB~dns-address', ok: true })
      expect(printed.verdicts).toMatchObject([
        { criterion: 'WEB-01', asset: 'SNV-WEB', verdict: 'unknown', reason: 'awaiting_confirmation' },
      ])
      expect((await shell(['check', 'service~SNV-WEB~dns-addresses'])).code).toBe(1)
    })
  })

  test('without IPv6 of its own a look over IPv6 ends with 3 and says so', async () => {
    await takeIpv6(lab)
    const { code, printed } = await look('web-dual-stack', { host: 'xamau.tinhmau.test' })
    expect({ code, error: printed.error?.code }).toEqual({ code: 3, error: 'prober_no_ipv6' })
    await giveIpv6(lab)
    expect((await look('web-dual-stack', { host: 'xamau.tinhmau.test' })).code).toBe(0)
  })
})
