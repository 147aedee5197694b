import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalAddress } from '../../probes/lib/address-class.ts'
import { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { snmpCounters } from '../../probes/snmp-counters.ts'
import { snmpInterfaces } from '../../probes/snmp-interfaces.ts'
import { snmpSystem } from '../../probes/snmp-system.ts'
import { snmpContext } from '../helpers/snmp-context.ts'
import { hasSnmpsim, startSimulator } from '../helpers/snmp-simulator.ts'

/** Recordings of devices in service with what an independent reader found in them. They are not part of this project. */
const folder = new URL('../../../shared/snmprec', import.meta.url).pathname
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.snmprec'))
      .map((file) => file.slice(0, -'.snmprec'.length))
  : []

type Expected = {
  sysName: string | null
  sysObjectID: string | null
  interfaces: { ifTable_rows: number; ifHCInOctets_rows: number; up: number }
  ipv6: {
    distinct_addresses: string[]
    ipAddressTable: { addr: string; ifIndex?: number; plen?: number }[]
    ipv6AddrTable: { addr: string; ifIndex: number; plen?: number }[]
  }
}

type WithState = { ifIndex: number; operStatus: string | null }
const hasState = ({ operStatus }: WithState) => operStatus !== null
const stateOf = ({ ifIndex, operStatus }: WithState) => `${ifIndex} ${operStatus}`

/**
 * Addresses in the one form that the reader leaves out (old FortiOS): eight groups of 16 bits and the ifIndex, which
 * is also the value of the row.
 */
function addressesInGroups(recording: string): string[] {
  const row = /^1\.3\.6\.1\.2\.1\.4\.34\.1\.3\.2\.((?:\d+\.){8})(\d+)\|2\|\2$/gm
  return [...recording.matchAll(row)].map(([, groups = '']) => {
    const numbers = groups.split('.').slice(0, 8).map(Number)
    return canonicalAddress(numbers.map((number) => number.toString(16)).join(':'))
  })
}

describe.skipIf(names.length === 0 || !hasSnmpsim)(
  'recorded devices (needs ../shared/snmprec and snmpsim)',
  () => {
    let simulator: Awaited<ReturnType<typeof startSimulator>>
    beforeAll(async () => {
      simulator = await startSimulator(folder)
    })
    afterAll(() => simulator?.stop())

    test.each(names)('%s', async (name) => {
      const endpoint = simulator.devices.get(name)
      if (!endpoint) throw new Error(`${name} is not served`)
      const expected: Expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8'))
      const credentials = { public: { version: '2c', community: 'public' } } as const
      const context = snmpContext({ credentials, patience: 2 })
      const target = { ...endpoint, credential: 'public' }

      const { facts: system } = await snmpSystem.run(target, context)
      const { facts: interfaces } = await snmpInterfaces.run(target, context)
      const { facts: counters, samples = [] } = await snmpCounters.run(target, context)
      const { facts: addresses } = await snmpAddresses.run({ ...target, interfaces: [] }, context)

      expect({
        sysName: system.sysName,
        sysObjectId: system.sysObjectId,
        interfaces: interfaces.interfaces.length,
        up: interfaces.interfaces.filter(({ operStatus }) => operStatus === 'up').length,
        states: counters.interfaces.filter(hasState).map(stateOf),
        octets64: samples.filter(({ series }) => series.endsWith('.inOctets')).length,
        addresses: [...new Set(addresses.addresses.map(({ address }) => address))].sort(),
        isWhole:
          !interfaces.truncated &&
          !counters.truncated &&
          !addresses.truncated &&
          addresses.table !== 'malformed',
      }).toEqual({
        sysName: expected.sysName ?? '',
        sysObjectId: expected.sysObjectID ?? '',
        interfaces: expected.interfaces.ifTable_rows,
        up: expected.interfaces.up,
        // an agent may name interfaces of which it tells nothing that moves
        states: interfaces.interfaces.filter(hasState).map(stateOf),
        octets64: expected.interfaces.ifHCInOctets_rows,
        addresses: [
          ...expected.ipv6.distinct_addresses.map(canonicalAddress),
          ...addressesInGroups(readFileSync(join(folder, `${name}.snmprec`), 'latin1')),
        ].sort(),
        isWhole: true,
      })
    })
  },
)
