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

async function agent() {
  const v3 = {
    user: { ...user } as Usm,
    engine: { engineID: Buffer.from('80001f880500000048', 'hex'), engineBoots: 3, engineTime: 86_400 },
  }
  const served = await serveReplay(replayAgent(device48(), v3))
  stops.push(served.stop)
  const look = async (credential: SnmpCredential = user) => {
    const before = served.count()
    const context = snmpContext({ credentials: { lab: credential }, to: served })
    const ended = await snmpSystem
      .run({ address: '10.0.0.1', port: 161, credential: 'lab' }, context)
      .then(({ facts }) => facts.sysName)
      .catch(({ code }) => code)
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

test('a wrong key is called so although the engine is known, and the right one works after it', async () => {
  const { look } = await agent()
  await look()
  expect((await look({ ...user, authKey: 'another-pass-phrase' })).ended).toBe('snmp_auth')
  expect((await look({ ...user, privKey: 'another-pass-phrase' })).ended).toBe('snmp_auth')
  expect((await look()).ended).toBe('sw-48')
})
