import { startSnmpd } from '../helpers/snmp-daemon.ts'
import { chanceOf } from './chance.ts'
import { startDnsLiars } from './dns-fuzz.ts'
import { fuzz, type Tally } from './fuzz.ts'
import { everyObject, partOf, recordDevice } from './snmp-device.ts'
import { startSnmpLiars } from './snmp-fuzz.ts'

export const parts = ['snmp', 'dns'] as const

/**
 * Fuzzes one protocol with answers of real servers (snmpd, knot, unbound), which must be installed. `slots` looks go on at
 * the same time: most of them wait for an answer that does not come, but where the processor is another's too many of
 * them find every answer late.
 */
export async function runPart(
  part: (typeof parts)[number],
  amount: { cases: number; seed: number; slots: number },
  only?: number,
): Promise<Tally> {
  const { seed, slots } = amount
  if (part === 'dns') return fuzz(amount, (tally) => startDnsLiars(tally, seed, slots), only)
  const snmpd = await startSnmpd({ community: 'public', users: [] })
  const recorded = await recordDevice({ address: '127.0.0.1', port: snmpd.port }, 'public').finally(() =>
    snmpd.stop(),
  )
  const every = everyObject()
  const small = Array.from({ length: 10 }, (_, number) => partOf(every, chanceOf(seed, -1 - number)))
  const devices = [recorded, every, ...small]
  return fuzz(amount, (tally) => startSnmpLiars(tally, seed, devices, slots), only)
}
