import { afterEach, expect, test } from 'vitest'
import type { SnmpCredential } from '../../probes/probe.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import type { Usm } from '../../src/demo/snmp/usm.ts'
import { device48 } from '../bench/device-48.ts'
import { replayAgent, serveReplay } from '../bench/replay-agent.ts'
import { snmpContext } from '../helpers/snmp-context.ts'

const user: SnmpCredential = {
  version: '3',
  user: 'v6gov',
  level: 'authPriv',
  authProtocol: 'sha',
  authKey: 'authentication-pass',
  privProtocol: 'aes',
  privKey: 'privacy-pass-phrase',
}
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** `tamper` sees each answer before it leaves. */
async function agent(tamper = (answer: Buffer | undefined) => answer) {
  const v3 = {
    user: { ...user } as Usm,
    engine: { engineID: Buffer.from('80001f880500000048', 'hex'), engineBoots: 3, engineTime: 86_400 },
  }
  const honest = replayAgent(device48(), v3)
  const served = await serveReplay((datagram) => tamper(honest(datagram)))
  stops.push(served.stop)
  const look = async (credential: SnmpCredential = user) => {
    const before = served.count()
    const context = snmpContext({ credentials: { lab: credential }, to: served })
    const ended = await snmpSystem
      .run({ address: '10.0.0.1', port: 161, credential: 'lab' }, context)
      .then(({ facts }) => facts.sysName)
      .catch(({ code, message }) => `${code}: ${message}`)
    return { ended, requests: served.count() - before }
  }
  return { v3, look }
}

test('what an agent told of its engine is kept, so that the next look asks for nothing but the objects', async () => {
  const { look } = await agent()
  const first = await look()
  const second = await look()
  expect([first.ended, second.ended]).toEqual(['sw-48', 'sw-48'])
  expect(second.requests).toBeLessThan(first.requests)
})

test('a device that has restarted, or has been replaced, is met anew', async () => {
  const { look, v3 } = await agent()
  await look()
  v3.engine = { ...v3.engine, engineBoots: 4, engineTime: 5 }
  expect((await look()).ended).toBe('sw-48')
  v3.engine = { ...v3.engine, engineID: Buffer.from('80001f880500000049', 'hex'), engineBoots: 1 }
  expect((await look()).ended).toBe('sw-48')
})

test('one that forgets how often it has booted is met anew too', async () => {
  const { look, v3 } = await agent()
  await look()
  v3.engine = { ...v3.engine, engineTime: 5 }
  expect((await look()).ended).toBe('sw-48')
  v3.engine = { ...v3.engine, engineBoots: 1 }
  expect((await look()).ended).toBe('sw-48')
})

test.each([
  ['boots below zero', { engineBoots: -5 }],
  ['a time below zero', { engineTime: -1 }],
  ['a time that 31 bits cannot hold', { engineTime: 2 ** 31 }],
  ['no id', { engineID: Buffer.alloc(0) }],
])('an engine with %s is called malformed, known or not, and no longer than it lasts', async (_name, odd) => {
  const { look, v3 } = await agent()
  const sound = v3.engine
  for (const _ of ['unknown', 'known']) {
    v3.engine = { ...sound, ...odd }
    expect((await look()).ended).toMatch(/^snmp_malformed: the agent told an engine that cannot be/)
    v3.engine = sound
    expect((await look()).ended).toBe('sw-48')
  }
})

test('what is not signed, or signed for another time, is not believed', async () => {
  let isForging = false
  const forging = await agent((answer) => {
    if (isForging && answer) answer[answer.length - 1] = (answer.at(-1) ?? 0) ^ 1
    return answer
  })
  await forging.look()
  isForging = true
  expect((await forging.look()).ended).toMatch(/^snmp_auth: the answer is not authentic/)

  const stale = await agent()
  const { engine } = stale.v3
  await stale.look()
  // read when a request is opened, and again when its answer is signed
  let reads = 0
  stale.v3.engine = {
    ...engine,
    get engineTime() {
      return engine.engineTime - (reads++ === 0 ? 0 : 1_000)
    },
  }
  expect((await stale.look()).ended).toMatch(/^snmp_auth: the answer lies outside the time window/)
})

test('a wrong key is called so although the engine is known, and the right one works after it', async () => {
  const { look } = await agent()
  await look()
  expect((await look({ ...user, authKey: 'another-pass-phrase' })).ended).toMatch(
    /^snmp_auth: usmStatsWrongDigests/,
  )
  expect((await look({ ...user, privKey: 'another-pass-phrase' })).ended).toMatch(/^snmp_auth: .*privacy key/)
  expect((await look()).ended).toBe('sw-48')
})
