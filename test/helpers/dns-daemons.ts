import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../../probes/probe.ts'

/** Whether knotd, keymgr and unbound are installed (Debian: knot, unbound); tests that need them are skipped else. */
export const hasDnsDaemons = ['knotd', 'keymgr', 'unbound'].every(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
)

export type Daemon = { endpoint: Endpoint; directory: string; stop(): Promise<void> }

/** knot with these zones, signed where `signed` says so; `zones` maps the name to the text of its file. */
export async function startKnot(
  zones: Record<string, string>,
  {
    signed = [] as string[],
    address = '::1',
    algorithm = 'ecdsap256sha256',
    /** Bits, for algorithms that leave a choice. */
    keySize = 0,
    /** Largest answer over UDP, in octets. */
    udpMaxPayload = 1232,
  } = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-knot-'))
  const port = await freePort(address)
  const configured = Object.keys(zones).map((zone) =>
    [
      `  - domain: ${zone}`,
      `    file: ${zone}.zone`,
      ...(signed.includes(zone) ? ['    dnssec-signing: on', '    dnssec-policy: tested'] : []),
    ].join('\n'),
  )
  for (const [zone, text] of Object.entries(zones)) writeFileSync(join(directory, `${zone}.zone`), text)
  const config = join(directory, 'knot.conf')
  writeFileSync(
    config,
    [
      ...['server:', `    rundir: ${directory}`, `    listen: ${address}@${port}`],
      `    udp-max-payload: ${udpMaxPayload}`,
      ...['database:', `    storage: ${directory}`],
      ...['policy:', '  - id: tested', `    algorithm: ${algorithm}`],
      ...(keySize > 0 ? [`    ksk-size: ${keySize}`, `    zsk-size: ${keySize}`] : []),
      ...[
        'template:',
        '  - id: default',
        `    storage: ${directory}`,
        '    zonefile-load: difference',
        '    zonefile-sync: -1',
      ],
      ...['zone:', ...configured, ''],
    ].join('\n'),
  )
  const daemon = await startDaemon('knotd', ['-c', config], { address, port }, directory)
  /** The DS of a signed zone, in presentation format. */
  const dsOf = (zone: string) =>
    execFileSync('keymgr', ['-c', config, zone, 'ds'], { encoding: 'utf8' }).split('\n')[0] ?? ''
  return { ...daemon, dsOf }
}

/** unbound as a validating resolver that finds each zone at the server given for it. */
export async function startUnbound(stubs: Record<string, Endpoint>, trustAnchors: string[]): Promise<Daemon> {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-unbound-'))
  const endpoint = { address: '127.0.0.1', port: await freePort('127.0.0.1') }
  const config = join(directory, 'unbound.conf')
  const stubZones = Object.entries(stubs).flatMap(([zone, { address, port }]) => [
    'stub-zone:',
    `  name: ${zone}`,
    `  stub-addr: ${address}@${port}`,
  ])
  writeFileSync(
    config,
    [
      'server:',
      ...[
        `  interface: ${endpoint.address}@${endpoint.port}`,
        `  directory: ${directory}`,
        `  pidfile: ${directory}/pid`,
      ],
      ...[
        '  chroot: ""',
        '  username: ""',
        '  use-syslog: no',
        '  do-daemonize: no',
        '  do-not-query-localhost: no',
      ],
      ...['  module-config: "validator iterator"', '  root-hints: ""', '  local-zone: "test." nodefault'],
      '  local-zone: "8.b.d.0.1.0.0.2.ip6.arpa." nodefault',
      ...trustAnchors.map((anchor) => `  trust-anchor: "${anchor}"`),
      ...stubZones,
      ...['remote-control:', '  control-enable: no', ''],
    ].join('\n'),
  )
  return startDaemon('unbound', ['-d', '-c', config], endpoint, directory)
}

/** Whether nsd is installed (Debian: nsd). */
export const hasNsd = spawnSync('sh', ['-c', 'command -v nsd']).status === 0

/** nsd with these zones, as they are. */
export async function startNsd(zones: Record<string, string>, { address = '::1' } = {}): Promise<Daemon> {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-nsd-'))
  const endpoint = { address, port: await freePort(address) }
  const config = join(directory, 'nsd.conf')
  for (const [zone, text] of Object.entries(zones)) writeFileSync(join(directory, `${zone}.zone`), text)
  const files = ['pidfile: pid', 'xfrdfile: xfrd', 'zonelistfile: zones', 'database: ""']
  writeFileSync(
    config,
    [
      'server:',
      ...[`  ip-address: ${address}@${endpoint.port}`, `  zonesdir: ${directory}`, '  server-count: 1'],
      ...[
        '  username: ""',
        '  chroot: ""',
        ...files.map((file) => `  ${file.replace(/: (\w)/, `: ${directory}/$1`)}`),
      ],
      ...['remote-control:', '  control-enable: no'],
      ...Object.keys(zones).flatMap((zone) => ['zone:', `  name: ${zone}`, `  zonefile: ${zone}.zone`]),
      '',
    ].join('\n'),
  )
  return startDaemon('nsd', ['-d', '-c', config], endpoint, directory)
}

async function startDaemon(
  program: string,
  args: string[],
  endpoint: Endpoint,
  directory: string,
): Promise<Daemon> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  try {
    await untilItAnswers(child, endpoint, () => output)
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
  return {
    endpoint,
    directory,
    async stop() {
      const ended = child.exitCode !== null || once(child, 'exit')
      child.kill()
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Sends a query for the root until any answer comes. */
async function untilItAnswers(
  child: ChildProcess,
  { address, port }: Endpoint,
  output: () => string,
): Promise<void> {
  const query = Buffer.from('000100000001000000000000' + '0000020001', 'hex')
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  socket.on('error', () => {})
  try {
    for (let tries = 0; tries < 300; tries++) {
      if (child.exitCode !== null) break
      const answered = once(socket, 'message', { signal: AbortSignal.timeout(100) })
      socket.send(query, port, address)
      if (await answered.catch(() => false)) return
    }
  } finally {
    socket.close()
  }
  child.kill('SIGKILL')
  throw new Error(`${child.spawnfile} did not start: ${output()}`)
}

/** A port that nobody has over UDP or TCP. */
export async function freePort(address: string): Promise<number> {
  for (;;) {
    const listener = createServer().listen(0, address)
    await once(listener, 'listening')
    const { port } = listener.address() as { port: number }
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const free = await new Promise<boolean>((resolve) => {
      socket.once('listening', () => resolve(true)).once('error', () => resolve(false))
      socket.bind(port, address)
    })
    socket.close()
    await new Promise((resolve) => listener.close(resolve))
    if (free) return port
  }
}
