import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { probes } from '../../probes/index.ts'
import type { Endpoint, Probe, SnmpCredential } from '../../probes/probe.ts'
import { elementAt, elementsIn, integer, octets, readInteger, tags, tlv } from '../../src/demo/snmp/ber.ts'
import { respond } from '../../src/demo/snmp/pdu.ts'
import { arcs, compareOids, type Row, row } from '../../src/demo/snmp/rows.ts'
import { openV3 } from '../../src/demo/snmp/usm.ts'
import { snmpContext } from '../helpers/snmp-context.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Liars, Tally } from './fuzz.ts'
import type { Device } from './snmp-device.ts'
import { changedSomewhere, lieInHeader, lieInPdu, passesHeader } from './snmp-lies.ts'

const looks = Object.entries(probes as Record<string, Probe>).filter(([name]) => name.startsWith('snmp-'))

const v3 = { version: '3', user: 'reader', authProtocol: 'sha256', authKey: 'auth-key-of-test' } as const
const secret = { privProtocol: 'aes', privKey: 'priv-key-of-test' } as const
const credentials = {
  v1: { version: '1', community: 'public' },
  v2c: { version: '2c', community: 'public' },
  v3: { ...v3, ...secret, level: 'authPriv' },
  v3open: { ...v3, level: 'noAuthNoPriv' },
} satisfies Record<string, SnmpCredential>
const engine = { engineID: Buffer.from('80001f8805f1f2f3f4', 'hex'), engineBoots: 7, engineTime: 4_242 }
/** What an agent may tell of its engine besides, negative or not to be had in 31 bits. */
const oddEngines = [
  ...[-1, 0, 1, 8, 2 ** 31 - 1, 2 ** 40].map((engineBoots) => ({ engineBoots })),
  ...[-4_242, 0, 4_391, 4_393, 2 ** 31 - 1, 2 ** 33].map((engineTime) => ({ engineTime })),
  ...['', '80', '80001f8805f1f2f3f5', 'ff'.repeat(33)].map((hex) => ({ engineID: Buffer.from(hex, 'hex') })),
]

/** Share of malformed answers that lie in the outer header, or are cut. */
const headerShare = 0.04
/** Share of lies over SNMPv3 that are about the engine, under the key. */
const oddEngineShare = 0.15
/** What a datagram holds over UDP and IPv4. */
const longestDatagram = 65_507

/** 50,000 OIDs each in octets, in requests and in evidence; most that are made up are met for the first time. */
const memoriesBytes = 40 * 1024 * 1024

/** How an agent answers during one look: what it has, and which share of its answers lies. */
type Mind = { chance: Chance; credential: keyof typeof credentials; rows: Row[]; share: number }

/** Agents that answer like these devices but for the lies. Every look has its own mixture of truth and lies. */
export async function startSnmpLiars(
  tally: Tally,
  seed: number,
  devices: Device[],
  slots: number,
): Promise<Liars> {
  tally.memoriesBytes = memoriesBytes
  const tables = devices.map(rowsOf)
  const agents = await Promise.all(Array.from({ length: slots }, () => startAgent(tally)))
  return {
    slots,
    look(number, slot) {
      const chance = chanceOf(seed, number)
      const [name, probe] = chance.pick(looks)
      const credential = chance.pick(['v2c', 'v2c', 'v2c', 'v2c', 'v1', 'v1', 'v3', 'v3open'] as const)
      const agent = agents[slot]
      if (!agent) throw new Error(`there is no agent ${slot}`)
      agent.mind = { chance, credential, rows: chance.pick(tables), share: chance.pick([0.2, 0.5, 0.8, 1]) }
      const settings = { address: '10.0.0.1', credential, ...more(probe) }
      const { signal: _, ...context } = snmpContext({ credentials, to: agent.endpoint, patience: 0.1 })
      return { name, probe, settings, context }
    },
    forget: () => {},
    stop: async () => void (await Promise.all(agents.map(({ stop }) => stop()))),
  }
}

function rowsOf(device: Device): Row[] {
  return Object.entries(device)
    .map(([name, value]) => row(arcs(name), value, value[0] === tags.counter64))
    .sort((one, other) => compareOids(one.oid, other.oid))
}

/** Settings that lead a probe further: interfaces to ask about. */
function more(probe: Probe): Record<string, unknown> {
  const choices = [{ interfaces: ['lo', 'port 1', 'port 2'] }, { interface: 'port 1' }, { address6: null }]
  const target = { address: '10.0.0.1', credential: 'v2c' }
  return choices.find((choice) => probe.settings.safeParse({ ...target, ...choice }).success) ?? {}
}

async function startAgent(tally: Tally) {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const endpoint: Endpoint = { address: '127.0.0.1', port: socket.address().port }
  const agent = {
    endpoint,
    mind: undefined as Mind | undefined,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
  socket.on('message', (request, { port, address }) => {
    const { mind } = agent
    if (!mind) return
    for (const datagram of answersTo(request, mind, tally)) {
      if (datagram.length <= longestDatagram) socket.send(datagram, port, address)
    }
  })
  return agent
}

function answersTo(request: Buffer, mind: Mind, tally: Tally): Buffer[] {
  try {
    return credentials[mind.credential].version === '3'
      ? secretly(request, mind, tally)
      : openly(request, mind, tally)
  } catch (error) {
    // still on its way from the look before, which spoke another version
    if (error instanceof RangeError) return []
    throw error
  }
}

function openly(request: Buffer, mind: Mind, tally: Tally): Buffer[] {
  const { chance } = mind
  const [version, community, pdu] = elementsIn(request, elementAt(request, 0))
  if (!version || !community || !pdu) return []
  const number = readInteger(request, version)
  const honest = respond(request, pdu, { rows: mind.rows, at: 0, first: number === 0 })
  if (!honest) return []
  const envelope = (body: Buffer) => tlv(tags.sequence, integer(number), octets('public'), body)
  if (!chance.is(mind.share)) return [envelope(honest)]
  const malformed = chance.is(headerShare)
    ? lieInHeader(envelope(honest), chance)
    : envelope(lieInPdu(honest, chance).subarray(0, longestDatagram - 30))
  const [id] = elementsIn(request, pdu)
  tally.cases += 1
  if (id && passesHeader(malformed, { version: number, community: 'public', id: readInteger(request, id) }))
    tally.past += 1
  return chance.is(0.02) ? [malformed, malformed] : [malformed]
}

/** The same in SNMPv3: lies are told under the key, so that they are believed, and some about the key. */
function secretly(request: Buffer, mind: Mind, tally: Tally): Buffer[] {
  const { chance } = mind
  const lies = chance.is(mind.share)
  const isOdd = lies && chance.is(oddEngineShare)
  const opened = openV3(
    request,
    { ...credentials.v3, level: credentials[mind.credential as 'v3'].level },
    isOdd ? { ...engine, ...chance.pick(oddEngines) } : engine,
  )
  if (!opened) return []
  if ('report' in opened) {
    const { report } = opened
    if (isOdd) {
      tally.cases += 1
      tally.past += 1
      return [report]
    }
    if (!lies || !chance.is(0.2)) return [report]
    tally.cases += 1
    return [chance.is(0.5) ? changedSomewhere(report, chance) : lieInHeader(report, chance)]
  }
  const { message, pdu, seal } = opened.opened
  const honest = respond(message, pdu, { rows: mind.rows, at: 0, first: false })
  if (!honest) return []
  if (!lies) return [seal(honest)]
  tally.cases += 1
  if (chance.is(headerShare)) return [changedSomewhere(seal(honest), chance)]
  tally.past += 1
  return [seal(lieInPdu(honest, chance).subarray(0, longestDatagram - 200))]
}
