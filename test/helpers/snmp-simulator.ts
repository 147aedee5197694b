import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../../probes/probe.ts'
import { must, run, start, until } from './process.ts'

const program = '/usr/bin/snmpsimd'

/** Whether recorded devices can be replayed: snmpsimd and snmpget are installed (Debian packages snmpsim and snmp). */
export const hasSnmpsim = existsSync(program) && existsSync('/usr/bin/snmpget')

/** Serves every NAME.snmprec of a folder as a device of its own on loopback, community "public". */
export async function startSimulator(folder: string) {
  const work = mkdtempSync(join(tmpdir(), 'v6gov-snmpsim-'))
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.snmprec'))
    .map((file) => file.slice(0, -'.snmprec'.length))
  mkdirSync(join(work, 'cache'))
  const port = 16_100 + (process.pid % 100)
  const devices = new Map<string, Endpoint>()
  const args: string[] = []
  for (const [position, name] of names.entries()) {
    const data = join(work, String(position))
    mkdirSync(data)
    symlinkSync(join(folder, `${name}.snmprec`), join(data, 'public.snmprec'))
    const endpoint = { address: `127.77.1.${position + 1}`, port }
    devices.set(name, endpoint)
    args.push(
      `--v3-engine-id=8000a1b204${(position + 1).toString(16).padStart(6, '0')}`,
      `--data-dir=${data}`,
    )
    args.push(`--agent-udpv4-endpoint=${endpoint.address}:${port}`)
  }
  writeFileSync(join(work, 'args'), args.join('\n'))
  // as root it wants to become someone else, who must then be able to read the recordings and write the index
  await must(['chmod', 'a+rx', work])
  await must(['chown', '-R', 'nobody:nogroup', join(work, 'cache')])
  const simulator = start([
    program,
    '--process-user=nobody',
    '--process-group=nogroup',
    `--cache-dir=${join(work, 'cache')}`,
    '--logging-method=null',
    `--args-from-file=${join(work, 'args')}`,
  ])
  const stop = async () => {
    await simulator.stop()
    rmSync(work, { recursive: true })
  }
  const last = `127.77.1.${names.length}:${port}`
  const ask = ['/usr/bin/snmpget', '-v2c', '-c', 'public', '-t', '0.3', '-r', '0', last, '1.3.6.1.2.1.1.2.0']
  try {
    await until('snmpsimd has indexed the recordings', 60_000, async () => {
      if (!simulator.isRunning()) throw new Error(simulator.err.slice(-3).join('\n'))
      return (await run(ask, { env: { PATH: process.env.PATH, MIBS: '' } })).code === 0
    })
  } catch (error) {
    await stop()
    throw error
  }
  return { devices, stop }
}
