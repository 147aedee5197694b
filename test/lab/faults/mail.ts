import { configurePostfix } from '../../helpers/mail-postfix.ts'
import { run, until } from '../../helpers/process.ts'
import type { Certificate } from '../../helpers/web-certificates.ts'
import type { Namespaces } from '../namespaces.ts'
import { four, six } from './network.ts'

/** Mail servers by the domain they serve (`NAME.sound.test`): their IPv6 address, and what is different there. */
export const mailServers = {
  mail: { number: 25, options: [] },
  'mail-clear': { number: 26, options: ['smtpd_tls_security_level=none'] },
  'mail-rejecting': {
    number: 27,
    options: ['smtpd_delay_reject=no', 'smtpd_client_restrictions=reject'],
  },
  // it makes clients wait for its greeting, longer than the tests' patience
  'mail-mute': {
    number: 28,
    options: ['smtpd_delay_reject=no', 'smtpd_client_restrictions=sleep,8'],
  },
} satisfies Record<string, { number: number; options: string[] }>

/** MX, A and AAAA of the mail domains, as lines of the sound zone. Over IPv4 each is the good server. */
export const mailRecords = Object.entries(mailServers)
  .flatMap(([name, { number }]) => [
    `${name} MX 10 mx.${name}`,
    `mx.${name} A ${four(mailServers.mail.number)}`,
    `mx.${name} AAAA ${six(number)}`,
  ])
  .join('\n')

/** Starts postfix in `servers`. Returns what takes its directory away when it has ended. */
export async function startFaultMail(lab: Namespaces, certificate: Certificate): Promise<() => void> {
  const { command, env, remove } = configurePostfix(
    [
      { endpoint: { address: four(mailServers.mail.number), port: 25 } },
      ...Object.values(mailServers).map(({ number, options }) => ({
        endpoint: { address: six(number), port: 25 },
        options,
      })),
    ],
    certificate,
  )
  lab.start('servers', command, { env })
  const curl = ['curl', '-s', '-m', '2', `smtp://[${six(mailServers.mail.number)}]:25`, '-X', 'NOOP']
  await until('postfix greets', 15_000, async () => (await run(lab.inside('core', curl))).code === 0)
  return remove
}
