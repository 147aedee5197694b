import { z } from 'zod'
import type { SnmpCredential } from '../probes/probe.ts'
import { type ChannelSecrets, channelSecret } from './notify/channel-secrets.ts'

const credential = z.union([
  z.strictObject({ version: z.enum(['1', '2c']), community: z.string().min(1) }),
  z
    .strictObject({
      version: z.literal('3'),
      user: z.string().min(1),
      level: z.enum(['noAuthNoPriv', 'authNoPriv', 'authPriv']),
      authProtocol: z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']).optional(),
      authKey: z.string().min(8, 'must have at least 8 characters (RFC 3414)').optional(),
      privProtocol: z.enum(['des', 'aes', 'aes256b', 'aes256r']).optional(),
      privKey: z.string().min(8, 'must have at least 8 characters (RFC 3414)').optional(),
      context: z.string().optional(),
    })
    .refine(
      ({ level, authProtocol, authKey }) => level === 'noAuthNoPriv' || (authProtocol && authKey),
      'authNoPriv and authPriv need authProtocol and authKey',
    )
    .refine(
      ({ level, privProtocol, privKey }) => level !== 'authPriv' || (privProtocol && privKey),
      'authPriv needs privProtocol and privKey',
    ),
])

/** What devices are asked with, and what messages are sent with, each by its name. */
export type Credentials = { snmp: Record<string, SnmpCredential>; channels: ChannelSecrets }

/** Reads the credentials file: a JSON object from name to credential. Throws an error that lists every mistake. */
export function parseCredentials(text: string): Credentials {
  const parsed = z.record(z.string().min(1), entry).safeParse(parseJson(text))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  const all = Object.entries(parsed.data)
  return {
    snmp: Object.fromEntries(all.filter(([, one]) => !('channel' in one))) as Credentials['snmp'],
    channels: Object.fromEntries(all.filter(([, one]) => 'channel' in one)) as ChannelSecrets,
  }
}

/** What the parser says of a mistake quotes the text around it, which holds secrets. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const [, position] = /at position (\d+)/.exec((error as Error).message) ?? []
    throw new Error(position === undefined ? 'it is no JSON' : `it is no JSON from character ${position} on`)
  }
}

/** With `channel` it can be nothing else, so that its mistakes are told as those of a channel. */
const entry = z.unknown().transform((value, context) => {
  const isChannel = typeof value === 'object' && value !== null && 'channel' in value
  const read = (isChannel ? channelSecret : credential).safeParse(value)
  if (read.success) return read.data
  for (const issue of read.error.issues) context.addIssue({ ...issue } as never)
  return z.NEVER
})
