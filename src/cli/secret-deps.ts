import { ProbeError } from '../../probes/probe.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import type { KeyRing } from '../auth/key-ring.ts'
import type { Surroundings } from '../jobs/run-job.ts'
import type { WebDeps } from '../web/web.ts'
import type { Vault } from './vault.ts'

/** What pages may know of secrets, and how they try one out. */
export function createSecrets({
  vault,
  keys,
  surroundings,
}: {
  vault: Vault
  keys: KeyRing | null
  surroundings: Surroundings
}): WebDeps['secrets'] {
  return {
    keyId: keys?.current ?? null,
    keys() {
      if (keys === null) throw new Error('there is no key to encrypt with')
      return keys
    },
    describe: () =>
      new Map([
        ...Object.entries(vault.snmp).map(([name, { version }]): [string, string] => [
          name,
          `SNMPv${version}`,
        ]),
        ...Object.entries(vault.channels).map(([name, { channel }]): [string, string] => [name, channel]),
      ]),
    refresh: vault.refresh,
    test: (name, address) => askAgent(surroundings, name, address),
  }
}

/** Who the agent says it is; or why it does not answer, in the words of its USM counters where it tells them. */
async function askAgent(surroundings: Surroundings, credential: string, address: string) {
  const stopping = AbortSignal.timeout(snmpSystem.budgetMs)
  try {
    const settings = snmpSystem.settings.parse({ address, credential })
    const { facts } = await snmpSystem.run(settings, { ...surroundings, signal: stopping, vantage: 'self' })
    return { ok: true, message: [facts.sysName, facts.sysDescr].filter(Boolean).join(', ').slice(0, 200) }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    return { ok: false, message: `${error.code}: ${error.message}` }
  }
}
