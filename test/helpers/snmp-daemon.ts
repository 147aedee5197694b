import { createSocket } from 'node:dgram'
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, type Started, start, until } from './process.ts'

/** Whether net-snmp's agent and client are installed (Debian packages snmpd and snmp). */
export const hasSnmpd = existsSync('/usr/sbin/snmpd') && existsSync('/usr/bin/snmpget')

type SnmpDaemon = {
  port: number
  restart(): Promise<void>
  configure(lines: string[]): Promise<void>
  stop(): Promise<void>
}

export type SnmpDaemonUser = { name: string; auth?: [protocol: string, key: string]; priv?: [string, string] }

/** Starts a real snmpd on 127.0.0.1 and ::1, on one free port for both. */
export async function startSnmpd(options: { community: string; users: SnmpDaemonUser[]; lines?: string[] }) {
  const folder = mkdtempSync(join(tmpdir(), 'v6gov-snmpd-'))
  const port = await freeUdpPort()
  const { community, users, lines = [] } = options
  const levels = (user: SnmpDaemonUser) => (user.priv ? 'authPriv' : user.auth ? 'auth' : 'noauth')
  writeFileSync(
    join(folder, 'snmpd.conf'),
    [
      `agentaddress udp:127.0.0.1:${port},udp6:[::1]:${port}`,
      `rocommunity ${community}`,
      `rocommunity6 ${community}`,
      ...users.map(
        (user) => `createUser ${[user.name, ...(user.auth ?? []), ...(user.priv ?? [])].join(' ')}`,
      ),
      ...users.map((user) => `rouser ${user.name} ${levels(user)}`),
      'sysName core-01',
      'sysLocation Hải Dương',
      'sysContact noc@example.test',
      ...lines,
      '',
    ].join('\n'),
  )
  // snmpd keeps its count of restarts in a snmpd.conf of its own, and reads it only where it looks for configuration
  const state = join(folder, 'state')
  const env = {
    PATH: process.env.PATH,
    MIBS: '',
    SNMPCONFPATH: `${folder}:${state}`,
    SNMP_PERSISTENT_DIR: state,
  }
  const command = ['/usr/sbin/snmpd', '-f', '-Lf', join(folder, 'log')]
  const ask = ['/usr/bin/snmpget', '-v2c', '-c', community, '-t', '0.2', '-r', '0']
  const begin = async (): Promise<Started> => {
    const daemon = start(command, { env })
    for (const address of [`udp:127.0.0.1:${port}`, `udp6:[::1]:${port}`]) {
      await until(`snmpd answers at ${address}`, 10_000, async () => {
        const { code } = await run([...ask, address, '1.3.6.1.2.1.1.3.0'], { env })
        return code === 0
      })
    }
    return daemon
  }
  let daemon = await begin()
  const restart = async () => {
    await daemon.stop()
    daemon = await begin()
  }
  return {
    port,
    restart,
    /** Adds lines to its configuration and starts it anew. */
    async configure(more) {
      appendFileSync(join(folder, 'snmpd.conf'), `${more.join('\n')}\n`)
      await restart()
    },
    async stop() {
      await daemon.stop()
      rmSync(folder, { recursive: true })
    },
  } satisfies SnmpDaemon
}

/** A UDP port that nothing holds on either loopback address at this moment. */
async function freeUdpPort(): Promise<number> {
  for (;;) {
    const four = createSocket('udp4')
    const six = createSocket('udp6')
    try {
      const port = await new Promise<number>((resolve, reject) => {
        four.on('error', reject).bind(0, '127.0.0.1', () => resolve(four.address().port))
      })
      await new Promise<void>((resolve, reject) => six.on('error', reject).bind(port, '::1', resolve))
      return port
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    } finally {
      four.close()
      six.close()
    }
  }
}
