import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mib, type ObjectName, objectOf } from '../../probes/lib/mib.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { elements, integer, nothing, octets, oid, readOid, sequence, tags, tlv } from '../helpers/ber.ts'
import { inetIndex, octetsOf, row, textIndex } from '../helpers/snmp-objects.ts'
import type { Chance } from './chance.ts'

/** What an agent has: values in BER by OID. */
export type Device = Record<string, Buffer>

/** Subtrees that probes read: system, IF-MIB, IP-MIB with its successors, IPV6-MIB, LLDP. */
const subtrees = ['1.3.6.1.2.1.1', '1.3.6.1.2.1.2', '1.3.6.1.2.1.4', '1.3.6.1.2.1.31', '1.3.6.1.2.1.55']

/** Everything that a real agent has below the subtrees that probes read, byte by byte as it sent it. */
export async function recordDevice(agent: Endpoint, community: string): Promise<Device> {
  const socket = createSocket('udp4')
  const device: Device = {}
  try {
    for (const subtree of subtrees) {
      for (let cursor = subtree; ; ) {
        const asked = sequence(sequence(oid(cursor), nothing))
        const pdu = tlv(tags.getBulk, integer(1), integer(0), integer(20), asked)
        socket.send(sequence(integer(1), octets(community), pdu), agent.port, agent.address)
        const [answer] = (await once(socket, 'message')) as [Buffer]
        const before = cursor
        for (const [name, value] of varbindsOf(answer)) {
          if (!name.startsWith(`${subtree}.`) || value[0] === tags.endOfMibView) break
          device[name] = value
          cursor = name
        }
        if (cursor === before || Object.keys(device).at(-1) !== cursor) break
      }
    }
  } finally {
    socket.close()
  }
  return device
}

function varbindsOf(answer: Buffer): [name: string, value: Buffer][] {
  const [message] = elements(answer)
  const pdu = elements(message?.body ?? answer)[2]
  const list = elements(pdu?.body ?? answer)[3]
  return elements(list?.body ?? answer).map(({ body }) => {
    const [name, value] = elements(body)
    if (!name || !value) throw new Error('a varbind without name or value')
    return [readOid(name), tlv(value.tag, value.body)]
  })
}

/** Forms of index that the tables of probes have, and the malformed ones of agents in service. */
const address = octetsOf('2001:db8::1')
const indexes = [
  '0',
  '1',
  '2',
  '4194316032',
  inetIndex('2001:db8::1'),
  inetIndex('10.0.0.1'),
  `2.${address.join('.')}`,
  `4.20.${[...address, 0, 0, 0, 3].join('.')}`,
  `2.${[...address, 0, 0, 0, 3].join('.')}`,
  '2.8193.3512.0.0.0.0.0.1.5',
  `2.${textIndex('2001:0db8:0000:0000:0000:0000:0000:0001')}`,
  `1.${inetIndex('2001:db8::2')}`,
  `1.${address.join('.')}`,
  `1.${inetIndex('2001:db8::')}.64`,
  `${inetIndex('::')}.0.2.0.0.${inetIndex('fe80::1')}`,
  `${octetsOf('::').join('.')}.0.1`,
  '0.83.0.0.0.1',
  '0.83.0.0.0.1.0',
  '6.0.83.0.0.0.2',
  '0.3.1',
  `0.3.1.${inetIndex('2001:db8::9')}`,
  `0.2.1.${inetIndex('2001:db8::3')}`,
  `${inetIndex('2001:db8::3')}.2.1`,
  textIndex('Hải Dương Free'),
]

/** A device that has every object that any probe reads, under every form of index. */
export function everyObject(): Device {
  const names = Object.keys(mib) as ObjectName[]
  return Object.assign(
    {},
    ...indexes.flatMap((index, position) =>
      names.map((name) => row(index, { [name]: valueFor(name, position) })),
    ),
  )
}

/** A small device: some of the tables and rows of another. */
export function partOf(device: Device, chance: Chance): Device {
  const rows = Object.entries(device)
  const columns = new Set(Object.keys(mib).filter(() => chance.is(0.6)))
  const kept = new Set(indexes.filter(() => chance.is(0.15)))
  const isKept = (name: string) => {
    const object = objectOf(name)
    return (
      object !== undefined && columns.has(object.name) && (object.index === '0' || kept.has(object.index))
    )
  }
  return Object.fromEntries(rows.filter(([name]) => isKept(name)))
}

function valueFor(name: ObjectName, position: number): string | number | bigint | Buffer {
  const { syntax } = mib[name]
  if (typeof syntax === 'object') return Object.values(syntax)[position % Object.keys(syntax).length] ?? 0
  switch (syntax) {
    case 'text':
      return `port ${position}`
    case 'oid':
      return `1.3.6.1.2.1.4.32.1.5.2.${inetIndex('2001:db8::')}.64`
    case 'octets':
      return octets(Buffer.from([0, 0x53, 0, 0, 0, position]))
    case 'address':
      return octets(Buffer.from(octetsOf('2001:db8::7')))
    case 'counter':
      return 2n ** 40n + BigInt(position)
    default:
      return position
  }
}
