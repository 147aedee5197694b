import { integer, octets, oid, tags } from '../helpers/ber.ts'

const interfaces = 48
/** ifIndexes as many switches number them: no gap, no small numbers. */
const firstIfIndex = 10_101
const addresses = 36

const ifTable = '1.3.6.1.2.1.2.2.1'
const ifXTable = '1.3.6.1.2.1.31.1.1.1'
const ipMib = '1.3.6.1.2.1.4'
const system = '1.3.6.1.2.1.1'

/**
 * The recording that the benchmarks poll: a switch of 48 ports with 36 addresses and traffic by version of IP, as the
 * measurements of other pollers use. The columns of `pollColumns` and sysUpTime make 425 values.
 */
export function device48(): Record<string, Buffer> {
  const objects: Record<string, Buffer> = {
    [`${system}.1.0`]: octets('Replay switch, 48 ports, software 1.0 (load test)'),
    [`${system}.2.0`]: oid('1.3.6.1.4.1.8072.3.2.10'),
    [`${system}.3.0`]: integer(123_456_700, tags.timeTicks),
    [`${system}.4.0`]: octets('noc@example.test'),
    [`${system}.5.0`]: octets('sw-48'),
    [`${system}.6.0`]: octets('Phòng máy chủ'),
    '1.3.6.1.2.1.2.1.0': integer(interfaces),
    '1.3.6.1.2.1.31.1.5.0': integer(4_200, tags.timeTicks),
    [`${ipMib}.1.0`]: integer(1),
    [`${ipMib}.25.0`]: integer(1),
  }
  for (let port = 1; port <= interfaces; port++) {
    const ifIndex = firstIfIndex + port - 1
    const isUp = port % 4 !== 0
    const traffic = isUp ? BigInt(port) * 987_654_321_987n : 0n
    const counted = (divisor: bigint) => Number((traffic / divisor) % 2n ** 32n)
    const columns: [column: string, value: Buffer][] = [
      [`${ifTable}.1`, integer(ifIndex)],
      [`${ifTable}.2`, octets(`GigabitEthernet1/0/${port}`)],
      [`${ifTable}.3`, integer(6)],
      [`${ifTable}.4`, integer(1500)],
      [`${ifTable}.5`, integer(1_000_000_000, tags.gauge32)],
      [`${ifTable}.6`, octets(Buffer.from([0x02, 0, 0, 0, 0x48, port]))],
      [`${ifTable}.7`, integer(1)],
      [`${ifTable}.8`, integer(isUp ? 1 : 2)],
      [`${ifTable}.10`, integer(counted(1n), tags.counter32)],
      [`${ifTable}.13`, integer(counted(1_000_000_000_000n), tags.counter32)],
      [`${ifTable}.14`, integer(counted(500_000_000_000n), tags.counter32)],
      [`${ifTable}.16`, integer(counted(2n), tags.counter32)],
      [`${ifTable}.19`, integer(0, tags.counter32)],
      [`${ifTable}.20`, integer(counted(900_000_000_000n), tags.counter32)],
      [`${ifXTable}.1`, octets(`Gi1/0/${port}`)],
      [`${ifXTable}.6`, integer(traffic, tags.counter64)],
      [`${ifXTable}.7`, integer(traffic / 700n, tags.counter64)],
      [`${ifXTable}.8`, integer(traffic / 70_000n, tags.counter64)],
      [`${ifXTable}.9`, integer(traffic / 90_000n, tags.counter64)],
      [`${ifXTable}.10`, integer(traffic / 2n, tags.counter64)],
      [`${ifXTable}.11`, integer(traffic / 900n, tags.counter64)],
      [`${ifXTable}.12`, integer(traffic / 80_000n, tags.counter64)],
      [`${ifXTable}.13`, integer(traffic / 95_000n, tags.counter64)],
      [`${ifXTable}.15`, integer(1000, tags.gauge32)],
      [`${ifXTable}.18`, octets(port === 1 ? 'uplink TSLCD' : `user port ${port}`)],
      [`${ifXTable}.19`, integer(0, tags.timeTicks)],
    ]
    for (const [column, value] of columns) objects[`${column}.${ifIndex}`] = value
  }
  for (let number = 1; number <= addresses; number++) {
    const ifIndex = firstIfIndex + (number % interfaces)
    const index =
      number % 3 === 0 ? `1.4.10.48.${number}.1` : `2.16.32.1.13.184.0.48.0.${number}.0.0.0.0.0.0.0.1`
    objects[`${ipMib}.34.1.3.${index}`] = integer(ifIndex)
    objects[`${ipMib}.34.1.5.${index}`] = oid(`${ipMib}.32.1.5.${ifIndex}.${index}.64`)
    objects[`${ipMib}.34.1.6.${index}`] = integer(2)
    objects[`${ipMib}.34.1.7.${index}`] = integer(1)
  }
  for (const version of [1, 2]) {
    const octetsIn = BigInt(version) * 123_456_789_123n
    objects[`${ipMib}.31.1.1.4.${version}`] = integer(octetsIn / 800n, tags.counter64)
    objects[`${ipMib}.31.1.1.6.${version}`] = integer(octetsIn, tags.counter64)
    objects[`${ipMib}.31.1.1.31.${version}`] = integer(octetsIn / 900n, tags.counter64)
    objects[`${ipMib}.31.1.1.33.${version}`] = integer(octetsIn / 2n, tags.counter64)
  }
  return objects
}

/** What a whole poll reads besides sysUpTime: 48 rows of eight columns, 36 addresses, and octets by version of IP. */
export const pollColumns = [
  'ifOperStatus',
  'ifInErrors',
  'ifOutErrors',
  'ifName',
  'ifHCInOctets',
  'ifHCOutOctets',
  'ifHighSpeed',
  'ifAlias',
  'ipAddressIfIndex',
  'ipSystemStatsHCInOctets',
  'ipSystemStatsHCOutOctets',
] as const

/** What a routine poll reads: the numbers among them, 245 values. */
export const counterColumns = [
  'ifOperStatus',
  'ifInErrors',
  'ifOutErrors',
  'ifHCInOctets',
  'ifHCOutOctets',
  'ipSystemStatsHCInOctets',
  'ipSystemStatsHCOutOctets',
] as const
