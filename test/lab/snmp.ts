import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run, type Started, until } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

/** What V6GOV_CREDENTIALS_FILE holds for the lab's agents. */
export const credentials = {
  'lab-v2c': { version: '2c', community: 'lab-community' },
  'lab-v3': {
    version: '3',
    user: 'v6gov',
    level: 'authPriv',
    authProtocol: 'sha256',
    authKey: 'lab-authentication',
    privProtocol: 'aes',
    privKey: 'lab-privacy',
  },
} as const

/** Starts snmpd (v2c, and v3 with SHA-256 and AES) on a unit's router and waits until it answers. */
export async function startSnmpd(
  lab: Namespaces,
  node: string,
  { name, families, lines = [] }: { name: string; families: (4 | 6)[]; lines?: string[] },
): Promise<Started> {
  const directory = path.join(lab.directory, `snmpd-${node}`)
  mkdirSync(directory, { recursive: true })
  const { user, authKey, privKey } = credentials['lab-v3']
  const { community } = credentials['lab-v2c']
  writeFileSync(
    path.join(directory, 'snmpd.conf'),
    `sysName ${name}
sysLocation ${node}
rocommunity ${community}
rocommunity6 ${community}
createUser ${user} SHA-256 "${authKey}" AES "${privKey}"
rouser ${user} priv
${lines.join('\n')}
[snmp] persistentDir ${directory}
[snmp] noRangeCheck yes
`,
  )
  // MIBS: Debian ships no MIB files, and without this snmpd complains about each
  const env = { ...process.env, MIBS: '', SNMP_PERSISTENT_DIR: directory, SNMPCONFPATH: directory }
  const listen = families.map((family) => (family === 4 ? 'udp:161' : 'udp6:161')).join(',')
  const config = path.join(directory, 'snmpd.conf')
  const snmpd = lab.start(node, ['snmpd', '-f', '-Lo', '-C', '-c', config, '-I', '-smux', listen], { env })
  const agent = families.includes(4) ? 'udp:127.0.0.1' : 'udp6:[::1]'
  const get = ['snmpget', '-v2c', '-c', community, '-t', '1', '-r', '0', '-Oqv', agent, '1.3.6.1.2.1.1.5.0']
  await until(`snmpd of ${node} answers`, 10_000, async () => {
    const { out } = await run(lab.inside(node, get), { env })
    return out.includes(name)
  })
  return snmpd
}
