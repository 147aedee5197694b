import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mib } from '../../probes/lib/mib.ts'
import { freePort } from '../helpers/dns-daemons.ts'
import { type Started, searchPath } from '../helpers/process.ts'
import { pollColumns } from './device-48.ts'
import { inFlight, measureServer, startServer } from './processes.ts'
import type { Case } from './rounds.ts'

/** Whether a program is installed. */
export function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { env: { PATH: searchPath } }).status === 0
}

const atOnce = 50

export type Peer = {
  /** A case of probes by this server: its CPU time, for as many as `units`. */
  probe(name: string, units: number, query: (number: number) => Record<string, string>): Case
  stop(): Promise<unknown>
}

/** prometheus-snmp-exporter, asked for the same values of the same device. */
export async function startSnmpExporter(): Promise<Peer> {
  const walk = pollColumns.map((name) => mib[name].oid)
  const index = (name: string) =>
    name === 'ipAddressIfIndex'
      ? '[{labelname: ipAddressAddrType, type: gauge}, {labelname: ipAddressAddr, type: OctetString}]'
      : '[{labelname: index, type: gauge}]'
  const typeOf = (name: string) =>
    name === 'ifName' || name === 'ifAlias'
      ? 'DisplayString'
      : /Octets|Errors/.test(name)
        ? 'counter'
        : 'gauge'
  const config = [
    'v6gov:',
    '  version: 2',
    '  max_repetitions: 25',
    '  auth: {community: public}',
    '  walk:',
    ...walk.map((oid) => `  - ${oid}`),
    '  get:',
    '  - 1.3.6.1.2.1.1.3.0',
    '  metrics:',
    '  - {name: sysUpTime, oid: 1.3.6.1.2.1.1.3, type: gauge, help: x}',
    ...pollColumns.map(
      (name) =>
        `  - {name: ${name}, oid: ${mib[name].oid}, type: ${typeOf(name)}, help: x, indexes: ${index(name)}}`,
    ),
  ]
  return startExporter('prometheus-snmp-exporter', config, '/snmp', /ifHCInOctets/)
}

/** prometheus-blackbox-exporter with the modules that the cases name; `ca` is the file of an authority to trust. */
export async function startBlackbox(ca: string): Promise<Peer> {
  const pinned = 'preferred_ip_protocol: ip6, ip_protocol_fallback: false'
  const config = [
    'modules:',
    '  dns: {prober: dns, dns: {query_name: u7.bench.test, query_type: AAAA, preferred_ip_protocol: ip4}}',
    `  tcp: {prober: tcp, tcp: {${pinned}}}`,
    `  http: {prober: http, http: {${pinned}, valid_status_codes: [200]}}`,
    `  https: {prober: http, http: {${pinned}, valid_status_codes: [200], tls_config: {insecure_skip_verify: true, server_name: www.bench.test}}}`,
    `  https_judging_the_certificate: {prober: http, http: {${pinned}, valid_status_codes: [200], tls_config: {ca_file: ${ca}, server_name: www.bench.test}}}`,
    '  icmp: {prober: icmp, icmp: {preferred_ip_protocol: ip4}}',
  ]
  return startExporter('prometheus-blackbox-exporter', config, '/probe', /probe_success 1/)
}

async function startExporter(program: string, config: string[], path: string, good: RegExp): Promise<Peer> {
  const file = join(mkdtempSync(join(tmpdir(), 'v6gov-bench-')), 'config.yml')
  writeFileSync(file, `${config.join('\n')}\n`)
  const port = await freePort('127.0.0.1')
  const url = `http://127.0.0.1:${port}`
  const command = [
    program,
    `--config.file=${file}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]
  const server: Started = await startServer(command, url)
  return {
    probe: (name, units, query) => ({
      name,
      run: () =>
        measureServer(server.pid, units, () =>
          inFlight(units, atOnce, async (number) => {
            const answer = await fetch(`${url}${path}?${new URLSearchParams(query(number))}`)
            const text = await answer.text()
            if (!good.test(text)) throw new Error(`${name}: ${answer.status} ${text.slice(0, 300)}`)
          }),
        ),
    }),
    stop: () => server.stop(),
  }
}
