import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { must, run } from '../helpers/process.ts'

const canUnshare =
  existsSync('/usr/bin/unshare') && (await run(['/usr/bin/unshare', '--net', 'true'])).code === 0

/** Looks at an address of each family from a network namespace in which nothing is up. */
const script = `
  import { snmpReach } from './probes/snmp-reach.ts'
  import { snmpSystem } from './probes/snmp-system.ts'
  import { snmpContext } from './test/helpers/snmp-context.ts'
  const context = snmpContext({ credentials: { c: { version: '2c', community: 'public' } } })
  const codeOf = (look) => look.then(({ facts }) => facts, ({ code }) => code)
  console.log(JSON.stringify([
    await codeOf(snmpSystem.run({ address: '10.0.0.1', port: 161, credential: 'c' }, context)),
    await codeOf(snmpSystem.run({ address: '2001:db8::1', port: 161, credential: 'c' }, context)),
    await codeOf(snmpReach.run({ address: null, address6: '2001:db8::1', port: 161, credential: 'c' }, context)),
  ]))
`

describe.skipIf(!canUnshare)('a prober without network (needs the right to make a namespace)', () => {
  test('says so and calls no device silent', async () => {
    const node = ['/usr/bin/unshare', '--net', process.execPath, '--import', 'tsx', '--input-type=module']
    const out = await must([...node, '-e', script])
    expect(JSON.parse(out)).toEqual(['prober_no_ipv4', 'prober_no_ipv6', 'prober_no_ipv6'])
  })
})
