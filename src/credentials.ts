import { z } from 'zod'
import type { SnmpCredential } from '../probes/probe.ts'

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

export type Credentials = Record<string, SnmpCredential>

/** Reads the credentials file: a JSON object from name to credential. Throws an error that lists every mistake. */
export function parseCredentials(text: string): Credentials {
  const parsed = z.record(z.string().min(1), credential).safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data as Credentials
}
