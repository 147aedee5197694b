import { getCiphers } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProbeError, type SnmpCredential } from '../../probes/probe.ts'
import { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { snmpCounters } from '../../probes/snmp-counters.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpReach } from '../../probes/snmp-reach.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { snmpContext } from '../helpers/snmp-context.ts'
import { hasSnmpd, startSnmpd } from '../helpers/snmp-daemon.ts'

const community = 'canary-community'
const authKey = 'canary-auth-key'
const privKey = 'canary-priv-key'

const v3 = (user: string, more: Partial<Extract<SnmpCredential, { version: '3' }>>): SnmpCredential => ({
  version: '3',
  user,
  level: 'authPriv',
  authKey,
  privKey,
  ...more,
})
const credentials = {
  v1: { version: '1', community },
  v2c: { version: '2c', community },
  wrongCommunity: { version: '2c', community: 'no-such-community' },
  shaAes: v3('shaaes', { authProtocol: 'sha', privProtocol: 'aes' }),
  sha256Aes: v3('sha256aes', { authProtocol: 'sha256', privProtocol: 'aes' }),
  sha224Aes: v3('sha224aes', { authProtocol: 'sha224', privProtocol: 'aes' }),
  sha384Aes256: v3('sha384aes256', { authProtocol: 'sha384', privProtocol: 'aes256b' }),
  sha512Aes256: v3('sha512aes256', { authProtocol: 'sha512', privProtocol: 'aes256b' }),
  shaAes256Reeder: v3('shaaes256c', { authProtocol: 'sha', privProtocol: 'aes256r' }),
  md5: v3('md5', { level: 'authNoPriv', authProtocol: 'md5' }),
  nobody: v3('nobody', { level: 'noAuthNoPriv' }),
  des: v3('md5des', { authProtocol: 'md5', privProtocol: 'des' }),
  wrongAuthKey: v3('sha256aes', { authProtocol: 'sha256', privProtocol: 'aes', authKey: 'wrong-auth-key' }),
  wrongPrivKey: v3('sha256aes', { authProtocol: 'sha256', privProtocol: 'aes', privKey: 'wrong-priv-key' }),
  wrongAuthProtocol: v3('sha256aes', { authProtocol: 'sha512', privProtocol: 'aes' }),
  unknownUser: v3('stranger', { authProtocol: 'sha256', privProtocol: 'aes' }),
  tooLowLevel: v3('sha256aes', { level: 'noAuthNoPriv' }),
  wrongContext: v3('sha256aes', { authProtocol: 'sha256', privProtocol: 'aes', context: 'elsewhere' }),
  incomplete: { version: '3', user: 'sha256aes', level: 'authPriv', authProtocol: 'sha256', authKey },
} satisfies Record<string, SnmpCredential>

type CredentialName = keyof typeof credentials

const hasDes = getCiphers().includes('des-cbc')

describe.skipIf(!hasSnmpd)('a real snmpd (needs the packages snmpd and snmp)', () => {
  let daemon: Awaited<ReturnType<typeof startSnmpd>>
  beforeAll(async () => {
    daemon = await startSnmpd({
      community,
      users: [
        { name: 'shaaes', auth: ['SHA', authKey], priv: ['AES', privKey] },
        { name: 'sha256aes', auth: ['SHA-256', authKey], priv: ['AES', privKey] },
        { name: 'sha224aes', auth: ['SHA-224', authKey], priv: ['AES', privKey] },
        { name: 'sha384aes256', auth: ['SHA-384', authKey], priv: ['AES-256', privKey] },
        { name: 'sha512aes256', auth: ['SHA-512', authKey], priv: ['AES-256', privKey] },
        { name: 'shaaes256c', auth: ['SHA', authKey], priv: ['AES-256-C', privKey] },
        { name: 'md5', auth: ['MD5', authKey] },
        { name: 'nobody' },
      ],
    })
  })
  afterAll(() => daemon?.stop())

  const context = () => snmpContext({ credentials, patience: 1 })
  const impatient = () => snmpContext({ credentials, patience: 0.1 })
  const target = (credential: CredentialName, address = '127.0.0.1') => ({
    address,
    port: daemon.port,
    credential,
  })

  const good = [
    'v1',
    'v2c',
    'nobody',
    'md5',
    'shaAes',
    'sha224Aes',
    'sha256Aes',
    'sha384Aes256',
    'sha512Aes256',
    'shaAes256Reeder',
  ] as const
  const roads = ['127.0.0.1', '::1']

  test.each(good.flatMap((name) => roads.map((road) => [name, road] as const)))(
    'is read with %s over %s',
    async (name, road) => {
      const { facts, samples, evidence } = await snmpSystem.run(target(name, road), context())
      expect(facts).toEqual({
        sysName: 'core-01',
        sysDescr: expect.stringContaining('Linux'),
        sysObjectId: '1.3.6.1.4.1.8072.3.2.10',
        sysLocation: 'Hải Dương',
        sysContact: 'noc@example.test',
        ipv6Forwarding: expect.stringMatching(/^(not_)?forwarding$/),
        ipv6ForwardingSource: 'ipv6IpForwarding',
        ipv4Forwarding: expect.stringMatching(/^(not_)?forwarding$/),
        engineBoots: expect.any(Number),
      })
      expect(samples).toEqual([{ series: 'sysUpTime', kind: 'gauge', value: expect.any(Number) }])
      const exchange = evidence.exchanges.at(-1) // over SNMPv1 after those that were refused for one object
      expect(exchange).toMatchObject({
        protocol: 'snmp',
        transport: 'udp',
        asked: { address: road, port: daemon.port },
        peer: { address: road, port: daemon.port },
      })
      expect(exchange?.response).toContain('sysName.0 (1.3.6.1.2.1.1.5.0) = OCTET STRING: "core-01"')
      const engines = exchange?.response.filter((line) =>
        /^engineID 0x80001f88[0-9a-f]+, engineBoots \d+/.test(line),
      )
      expect(engines).toHaveLength(credentials[name].version === '3' ? 1 : 0)
    },
  )

  test.each([
    ['wrongCommunity', 'snmp_timeout', /3 tries.*community is wrong/],
    ['wrongAuthKey', 'snmp_auth', /^usmStatsWrongDigests.*1\.3\.6\.1\.6\.3\.15\.1\.1\.5\.0/],
    ['wrongAuthProtocol', 'snmp_auth', /^usmStatsWrongDigests/],
    ['unknownUser', 'snmp_auth', /^usmStatsUnknownUserNames.*1\.3\.6\.1\.6\.3\.15\.1\.1\.3\.0/],
    ['wrongPrivKey', 'snmp_auth', /wrong privacy key/],
    ['tooLowLevel', 'snmp_auth', /^authorizationError/],
    ['wrongContext', 'snmp_auth', /context/],
    ['incomplete', 'bad_settings', /authPriv needs privProtocol and privKey/],
  ] as const)('%s is %s', async (name, code, message) => {
    for (const road of roads) {
      const error = await snmpSystem.run(target(name, road), impatient()).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ProbeError)
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
      const { evidence } = error as ProbeError
      expect(evidence.exchanges).toHaveLength(code === 'bad_settings' ? 0 : 1)
      for (const { request } of evidence.exchanges)
        expect(request[0]).toMatch(/^SNMPv(2c|3 \w+( \w+)*( context "elsewhere")?) GET$/)
      expect(JSON.stringify([evidence, String(error)])).not.toMatch(secrets(name))
    }
  })

  test('a name without credential is no_credential', async () => {
    await expect(snmpSystem.run({ ...target('v2c'), credential: 'lost' }, context())).rejects.toMatchObject({
      code: 'no_credential',
    })
  })

  test.skipIf(hasDes)('DES is a typed error where OpenSSL does not offer it', async () => {
    await expect(snmpSystem.run(target('des'), context())).rejects.toMatchObject({
      code: 'bad_settings',
      message: expect.stringContaining('DES'),
    })
  })

  // other tests may change the interfaces of this machine at the same moment
  test('interfaces and addresses of this machine, equal over every version and road', {
    retry: 2,
  }, async () => {
    const [name = '', ...others] = ['v2c', 'v1', 'sha256Aes'] as const
    const look = async (credential: CredentialName, road: string) => {
      const interfaces = await snmpInterfaces.run(target(credential, road), context())
      const counters = await snmpCounters.run(target(credential, road), context())
      const settings = { ...target(credential, road), interfaces: ['lo', 'no-such-if'] }
      const addresses = await snmpAddresses.run(settings, context())
      return { interfaces, counters, addresses }
    }
    const first = await look(name as CredentialName, '127.0.0.1')
    for (const other of others) {
      for (const road of roads) {
        const { interfaces, counters, addresses } = await look(other, road)
        expect(counters.facts).toEqual(first.counters.facts)
        expect(interfaces.facts.interfaces).toEqual(first.interfaces.facts.interfaces)
        expect(addresses.facts).toEqual(first.addresses.facts)
      }
    }
    const { interfaces, counters, addresses } = first
    const real = networkInterfaces()
    expect(interfaces.facts).toMatchObject({ truncated: false, tunnelTable: 'no_such_object' })
    const lo = interfaces.facts.interfaces.find(({ name }) => name === 'lo')
    expect(lo).toMatchObject({
      ifIndex: 1,
      descr: 'lo',
      type: 24,
      adminStatus: 'up',
      operStatus: 'up',
      mtu: 65536,
    })
    expect(interfaces.facts.interfaces.map((each) => each.name)).toEqual(
      expect.arrayContaining(Object.keys(real)),
    )
    expect(counters.facts.interfaces).toContainEqual({ ifIndex: 1, operStatus: 'up' })
    expect(counters.samples).toContainEqual({
      series: 'if.1.inOctets',
      kind: 'counter',
      value: expect.any(BigInt),
    })
    expect(counters.samples?.map(({ series }) => series)).not.toContain('if.1.inOctets32')
    expect(interfaces.samples).toContainEqual({
      series: 'if.1.inUcastPkts',
      kind: 'counter',
      value: expect.any(BigInt),
    })

    const own = Object.values(real).flatMap((each) => each?.filter(({ family }) => family === 'IPv6') ?? [])
    expect(addresses.facts).toMatchObject({
      source: 'ip_mib',
      table: 'ok',
      quirks: [],
      droppedRows: 0,
      truncated: false,
    })
    expect(addresses.facts.addresses.map(({ address }) => address).sort()).toEqual(
      own.map(({ address }) => address.split('%')[0]).sort(),
    )
    expect(addresses.facts.addresses).toContainEqual({
      address: '::1',
      class: 'loopback',
      ifIndex: 1,
      ifName: 'lo',
      prefixLength: 128,
      status: 'preferred',
      origin: expect.any(String),
    })
    expect(addresses.facts.interfaces).toEqual([
      { name: 'lo', ifIndex: 1, operStatus: 'up', ipv6Enabled: null },
      { name: 'no-such-if', ifIndex: null, operStatus: null, ipv6Enabled: null },
    ])
    const evidence = JSON.stringify([interfaces.evidence, addresses.evidence])
    expect(evidence).toContain('ifOperStatus.1 (1.3.6.1.2.1.2.2.1.8.1) = INTEGER: up(1)')
    expect(evidence).not.toMatch(secrets(name as CredentialName))
  })

  test('reach tells the families apart', async () => {
    const settings = { address: '127.0.0.1', address6: '::1', port: daemon.port, credential: 'sha256Aes' }
    const reach = async (more: object) => (await snmpReach.run({ ...settings, ...more }, impatient())).facts
    expect(await reach({})).toEqual({ ipv4: 'answered', ipv6: 'answered' })
    expect(await reach({ address6: null })).toEqual({ ipv4: 'answered', ipv6: 'no_address' })
    expect(await reach({ address: null })).toEqual({ ipv4: 'no_address', ipv6: 'answered' })
    expect(await reach({ address: '127.0.0.99' })).toEqual({ ipv4: 'silent', ipv6: 'answered' })
    await expect(reach({ address: '127.0.0.99', address6: null })).rejects.toMatchObject({
      code: 'snmp_timeout',
    })
    await expect(reach({ credential: 'wrongAuthKey' })).rejects.toMatchObject({ code: 'snmp_auth' })
    await expect(reach({ credential: 'wrongCommunity' })).rejects.toMatchObject({
      code: 'snmp_timeout',
      evidence: { exchanges: [expect.anything(), expect.anything()] },
    })
  })

  test('a restart shows as one more engine boot', async () => {
    const boots = async () =>
      (await snmpSystem.run(target('sha256Aes'), context())).facts.engineBoots ?? Number.NaN
    const before = await boots()
    await daemon.restart()
    expect(await boots()).toBe(before + 1)
  })
})

/** The secrets of a credential, plain, as hexadecimal and as base64. */
function secrets(name: CredentialName): RegExp {
  const all = Object.entries(credentials[name]).filter(([key]) =>
    ['community', 'authKey', 'privKey'].includes(key),
  )
  const forms = all.flatMap(([, secret]) => {
    const bytes = Buffer.from(secret as string)
    return [secret, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')]
  })
  return new RegExp(forms.join('|'))
}
