import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endpointText } from '../../probes/lib/endpoint.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { start } from './process.ts'
import type { Certificate } from './web-certificates.ts'
import { accepts, freeTcpPort } from './web-nginx.ts'

const master = '/usr/lib/postfix/sbin/master'

/** Whether postfix is installed (Debian: postfix) and we may run it (root). */
export const hasPostfix = existsSync(master) && process.getuid?.() === 0

export type Postfix = { ipv4: Endpoint; ipv6: Endpoint; stop(): Promise<void> }

/** Where postfix listens, and what differs there from the rest, as `name=value` of main.cf. */
export type PostfixService = { endpoint: Endpoint; options?: string[] }

/** postfix on loopback of both families, that greets and takes no mail; it offers STARTTLS with a certificate. */
export async function startPostfix({ certificate }: { certificate?: Certificate } = {}): Promise<Postfix> {
  const ipv4 = { address: '127.0.0.1', port: await freeTcpPort('127.0.0.1') }
  const ipv6 = { address: '::1', port: await freeTcpPort('::1') }
  const { command, env, remove } = configurePostfix([{ endpoint: ipv4 }, { endpoint: ipv6 }], certificate)
  const daemon = start(command, { env })
  const stop = async () => {
    await daemon.stop()
    remove()
  }
  for (const { address, port } of [ipv4, ipv6])
    if (!(await accepts(address, port, daemon.isRunning))) {
      await stop()
      throw new Error(`postfix does not listen on ${address} port ${port}: ${daemon.err.join('\n')}`)
    }
  return { ipv4, ipv6, stop }
}

/** postfix that takes mail for haiduong.test, whoever it is for, into one folder. */
export async function startMailbox(certificate: Certificate) {
  const port = await freeTcpPort('127.0.0.1')
  const { command, env, remove, directory } = configurePostfix(
    [{ endpoint: { address: '127.0.0.1', port } }],
    certificate,
    true,
  )
  const daemon = start(command, { env })
  const stop = async () => {
    await daemon.stop()
    remove()
  }
  if (!(await accepts('127.0.0.1', port, daemon.isRunning))) {
    await stop()
    throw new Error(`postfix does not listen on port ${port}: ${daemon.err.join('\n')}`)
  }
  const folder = join(directory, 'mail', 'box', 'new')
  return {
    port,
    stop,
    /** Every message that was delivered, headers and all. */
    mails: () =>
      existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : [],
  }
}

const mailboxFolders = [
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'saved',
  'trace',
  'maildrop',
]
const mailboxServices = [
  'cleanup unix n - n - 0 cleanup',
  'qmgr unix n - n 300 1 qmgr',
  'virtual unix - n n - - virtual',
  ...['bounce', 'defer', 'trace'].map((name) => `${name} unix - - n - 0 bounce`),
  'error unix - - n - - error',
  'retry unix - - n - - error',
]

/** Writes what postfix needs into a directory of its own. Returns how it is started, and what takes that away. */
export function configurePostfix(services: PostfixService[], certificate?: Certificate, mailbox = false) {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-postfix-'))
  execFileSync('chmod', ['755', directory])
  const at = (...names: string[]) => join(directory, ...names)
  const owner = Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' }))
  for (const name of [
    'etc',
    'data',
    'spool',
    'spool/pid',
    'spool/public',
    'spool/private',
    'spool/active',
    'spool/incoming',
    ...(mailbox ? ['mail', ...mailboxFolders.map((name) => `spool/${name}`)] : []),
  ])
    mkdirSync(at(name), { mode: 0o755 })
  for (const name of ['data', 'spool/public', 'spool/private', 'spool/active', 'spool/incoming'])
    chownSync(at(name), owner, -1)
  if (mailbox)
    for (const name of ['mail', ...mailboxFolders.map((one) => `spool/${one}`)])
      chownSync(at(name), owner, -1)
  writeFileSync(
    at('etc', 'main.cf'),
    [
      'compatibility_level = 3.6',
      `queue_directory = ${at('spool')}`,
      `data_directory = ${at('data')}`,
      ...['daemon_directory = /usr/lib/postfix/sbin', 'command_directory = /usr/sbin'],
      ...['mail_owner = postfix', 'setgid_group = postdrop', 'inet_protocols = all', 'inet_interfaces = all'],
      ...['myhostname = mail.haiduong.test', 'mydestination =', 'alias_maps =', 'smtpd_peername_lookup = no'],
      ...[`maillog_file = ${at('log')}`, `maillog_file_prefixes = ${tmpdir()}`],
      ...(certificate
        ? [
            `smtpd_tls_cert_file = ${certificate.certFile}`,
            `smtpd_tls_key_file = ${certificate.keyFile}`,
            'smtpd_tls_security_level = may',
          ]
        : []),
      ...(mailbox
        ? [
            'virtual_mailbox_domains = haiduong.test',
            `virtual_mailbox_base = ${at('mail')}`,
            'virtual_mailbox_maps = static:box/',
            `virtual_uid_maps = static:${owner}`,
            `virtual_gid_maps = static:${execFileSync('id', ['-g', 'postfix'], { encoding: 'utf8' }).trim()}`,
            'virtual_minimum_uid = 1',
          ]
        : []),
      '',
    ].join('\n'),
  )
  writeFileSync(
    at('etc', 'master.cf'),
    [
      ...services.map(({ endpoint, options = [] }) =>
        [`${endpointText(endpoint)} inet n - n - - smtpd`, ...options.map((one) => `-o ${one}`)].join(' '),
      ),
      'postlog unix-dgram n - n - 1 postlogd',
      'anvil unix - - n - 1 anvil',
      'tlsmgr unix - - n 1000? 1 tlsmgr',
      'rewrite unix - - n - - trivial-rewrite',
      'proxymap unix - - n - - proxymap',
      ...(mailbox ? mailboxServices : []),
      '',
    ].join('\n'),
  )
  return {
    directory,
    command: [master, '-c', at('etc'), '-d'],
    env: { ...process.env, MAIL_CONFIG: at('etc') },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
