import fc from 'fast-check'
import { cleanCell } from '../../src/inventory/cell.ts'
import {
  type Asset,
  type Device,
  type Hotspot,
  type Inventory,
  type Line,
  type Prefix,
  profileFlags,
  type Service,
  type Unit,
  type UnitChange,
} from '../../src/model/inventory.ts'

/** Text that trips up spreadsheets, CSV and Unicode, in the form in which the inventory holds text. */
const hostile = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom(
      "=cmd|'/c calc'!A1",
      "'=1+1",
      "''@x",
      '+84 220 385 0000',
      '-',
      '"',
      '""',
      'a,b;c\td',
      'dòng 1\ndòng 2',
      '<script>alert(1)</script>',
      'Ủy ban nhân dân xã Việt Hoà'.normalize('NFD'),
      '=\u0338', // composes to ≠
      '＝1',
      ' ',
      '\ufeff',
      '1.500',
      'none',
    ),
    fc
      .array(fc.constantFrom("'", '"', '=', '-', ',', ';', '\n', ' ', 'ạ', '\u0301'), { maxLength: 8 })
      .map((parts) => parts.join('')),
  )
  .map(settled)
  .filter((text) => !/(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Cs}]/u.test(text))

/** Text after as many cleanings as it takes to come to rest; what files cannot say, the inventory cannot hold. */
function settled(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim()
}

const filled = hostile.map((text) => text || 'x')
const items = fc.uniqueArray(
  filled.map((text) => cleanCell(text.replaceAll('|', '/')) || 'x'),
  { maxLength: 3 },
)
const code = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,11}$/)
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null })
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const number = (max: number) =>
  fc.oneof(
    fc.integer({ min: 0, max }),
    fc.integer({ min: 0, max: max * 1000 }).map((thousandths) => thousandths / 1000),
    fc.double({ min: 1e-6, max, noNaN: true }),
  )
const address = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
  .map(([a, b]) => `10.0.${a}.${b}`)
const address6 = fc.integer({ min: 1, max: 0xffff }).map((n) => `2001:db8::${n.toString(16)}`)
const host = fc.stringMatching(/^[a-z0-9]{1,8}$/).map((name) => `${name}.haiduong.test`)
const validity = { validTo: fc.option(day, { nil: undefined }) }
const contract = {
  provider: hostile,
  contractNo: hostile,
  contractFrom: fc.constant(null),
  contractTo: maybe(day),
}

const unit = (parent: string | null): fc.Arbitrary<Unit> =>
  fc.record({
    code,
    name: filled,
    kind: fc.constant(parent === null ? 'platform' : 'department'),
    type: fc.constantFrom('so', 'van_phong'),
    parent: fc.constant(parent),
    validFrom: maybe(day),
    validTo: fc.constant(null),
    contactName: hostile,
    contactEmail: fc.constantFrom('', 'cntt@haiduong.test', '-x@haiduong.test'),
    profile: maybe(fc.subarray([...profileFlags])),
  })

const device = (units: string[]): fc.Arbitrary<Device> =>
  fc.record({
    kind: fc.constant('device'),
    code,
    unit: fc.constantFrom(...units),
    name: hostile,
    role: fc.constantFrom('router', 'switch', 'firewall', 'controller', 'ap', 'server'),
    address: maybe(address),
    address6: maybe(address6),
    credential: fc.constantFrom('', 'snmp-tinh'),
    internetIf: maybe(filled),
    tslcdIf: maybe(filled),
    userIf: items,
    wifiIf: items,
    ...validity,
  })

const service = (units: string[]): fc.Arbitrary<Service> =>
  fc.record({
    kind: fc.constant('service'),
    code,
    unit: fc.constantFrom(...units),
    type: fc.constantFrom('web', 'zone', 'mail', 'resolver', 'app'),
    host,
    critical: fc.boolean(),
    owner: hostile,
    senders: fc.constant([]),
    ...validity,
  })

const line = (units: string[], devices: string[]): fc.Arbitrary<Line> =>
  fc.record({
    kind: fc.constant('line'),
    code,
    unit: fc.constantFrom(...units),
    level: fc.constantFrom('I', 'II', 'internet', 'backup'),
    ...contract,
    monthlyFee: maybe(fc.integer({ min: 0, max: 1e12 })),
    cirDownMbps: maybe(number(1e6)),
    cirUpMbps: maybe(number(1e6)),
    slaAvailabilityPct: maybe(number(100)),
    slaRestoreHours: maybe(number(1e4)),
    slaRttMsP95: maybe(number(1e5)),
    slaLossPct: maybe(number(100)),
    device: fc.constantFrom(...devices),
    ifName: hostile,
    directionSwap: fc.boolean(),
    nextHop: maybe(address),
    nextHop6: maybe(address6),
    accessType: fc.constantFrom(undefined, 'FTTH'),
    ceAddress: fc.option(address, { nil: undefined }),
    ceAddress6: fc.option(address6, { nil: undefined }),
    power: fc.constantFrom(undefined, 'unit', 'provider'),
    slaMethod: fc.constantFrom(undefined, 'v6gov-1', 'strict-1'),
    ...validity,
  })

const hotspot = (units: string[], devices: string[]): fc.Arbitrary<Hotspot> =>
  fc.record({
    kind: fc.constant('hotspot'),
    code,
    unit: fc.constantFrom(...units),
    name: filled,
    category: hostile,
    address: hostile,
    lat: number(90).map((lat) => -lat || 0),
    lon: number(180),
    ...contract,
    apContracted: maybe(fc.integer({ min: 0, max: 1e4 })),
    ssid: hostile,
    login: fc.constantFrom('', 'open', 'portal', 'otp'),
    downMbps: maybe(number(1e6)),
    upMbps: maybe(number(1e6)),
    controller: fc.constantFrom(...devices),
    aps: items,
    monthlyFee: fc.constantFrom(undefined, 5_000_000),
    directionSwap: fc.constantFrom(undefined, true, false),
    ...validity,
  })

/** Blocks that the province was given: apart from each other, so that no two contradict. */
const prefix = (units: string[]): fc.Arbitrary<Prefix> =>
  fc.record({
    kind: fc.constant('prefix'),
    code,
    unit: fc.constantFrom(...units),
    prefix: fc.integer({ min: 1, max: 0xffff }).map((n) => `2001:db8:${n.toString(16)}::/48`),
    role: fc.constant('allocation'),
    source: fc.constantFrom('vnnic', 'isp'),
    decisionNo: hostile,
    decisionDate: maybe(day),
    site: hostile,
    vlan: fc.constant(null),
    description: hostile,
    ...validity,
  })

export const anyAsset: fc.Arbitrary<Asset> = fc.oneof(
  device(['A']),
  service(['A']),
  line(['A'], ['r1']),
  hotspot(['A'], ['r1']),
  prefix(['A']),
)

/** Up to one rename, after every day on which a unit may begin. */
const renames = ({ code, name }: Unit): fc.Arbitrary<UnitChange[]> =>
  fc.array(
    fc.record({
      code: fc.constant('c1'),
      day: fc.constant('2200-01-01'),
      kind: fc.constant('rename' as const),
      from: fc.constant([code]),
      to: fc.constant<string[]>([]),
      nameBefore: filled.filter((text) => text !== name),
      name: fc.constant(name),
      documentNo: hostile,
      documentDate: maybe(day),
      note: hostile,
    }),
    { maxLength: 1 },
  )

/** An inventory that is right in itself, with the nastiest texts it may hold. */
export const anyInventory: fc.Arbitrary<Inventory> = unit(null).chain((platform) => {
  const several = <T extends { code: string }>(one: fc.Arbitrary<T>, taken: string[] = []) =>
    fc
      .uniqueArray(one, { minLength: 1, maxLength: 4, selector: (each) => each.code.toLowerCase() })
      .map((all) => all.filter((each) => !taken.includes(each.code.toLowerCase())))
  return fc
    .tuple(several(unit(platform.code), [platform.code.toLowerCase()]), several(device([platform.code])))
    .chain(([departments, devices]) => {
      const units = [platform, ...departments]
      const unitCodes = units.map((each) => each.code)
      const deviceCodes = devices.map((each) => each.code)
      return fc
        .tuple(
          several(service(unitCodes)),
          several(line(unitCodes, deviceCodes)),
          several(hotspot(unitCodes, deviceCodes)),
          several(prefix(unitCodes)).map((all) => [...new Map(all.map((one) => [one.prefix, one])).values()]),
          renames(platform),
        )
        .map(([services, lines, hotspots, prefixes, unitChanges]) => ({
          units,
          assets: [...devices, ...services, ...lines, ...hotspots, ...prefixes],
          ...(unitChanges.length > 0 && { unitChanges }),
        }))
    })
})
