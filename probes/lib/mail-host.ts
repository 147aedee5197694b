import { ProbeError } from '../probe.ts'
import type { HostAddresses } from './dns-host.ts'
import { mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { Look } from './look.ts'
import { greet } from './mail-smtp.ts'
import { connectWithTries } from './tcp-connect.ts'

type MailEndpoint = {
  address: string
  open: boolean | null
  works: boolean
  failure: FailureClass | null
  starttls: boolean | null
  note: Extract<FailureClass, 'SMTP_NO_STARTTLS'> | null
}

/** More addresses than any mail server has. */
const maxAddresses = 4
/** Three tries of 4 s (domain rules 4.4 and 4.5, TCP_TIMEOUT). */
const connecting = { timeoutMs: 4000, tries: 3 }
const port = 25

/** Says hello to every address of a mail server; IPv4 only for comparison. */
export async function lookAtMailHost({ a, aaaa }: HostAddresses, look: Look) {
  const all = (addresses: string[]) =>
    Promise.all(addresses.slice(0, maxAddresses).map((address) => lookAtAddress(address, look)))
  const [ipv4, ipv6] = await Promise.all([
    all(a.addresses),
    all(aaaa.addresses.map(({ address }) => address)),
  ])
  return { ipv4, ipv6 }
}

async function lookAtAddress(address: string, look: Look): Promise<MailEndpoint> {
  const nothing = { address, works: false, starttls: null, note: null }
  if (!mayDial(address)) return { ...nothing, open: null, failure: 'AAAA_FORBIDDEN_CLASS' }
  try {
    const timeoutMs = connecting.timeoutMs * look.patience
    const connected = await connectWithTries({ address, port }, { ...connecting, timeoutMs }, look)
    if (!('socket' in connected)) return { ...nothing, open: false, failure: connected.failure }
    const { failure, starttls } = await greet({ address, port }, connected, look)
    const note = starttls === false ? 'SMTP_NO_STARTTLS' : null
    return { address, open: true, works: failure === null, failure, starttls, note }
  } catch (error) {
    const notAsked = ['target_refused', 'prober_no_ipv4'] // IPv4 is for comparison only
    if (error instanceof ProbeError && notAsked.includes(error.code))
      return { ...nothing, open: null, failure: null }
    throw error
  }
}
