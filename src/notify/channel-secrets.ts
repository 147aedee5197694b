import { z } from 'zod'
import type { ChannelKind } from '../model/notifications.ts'

/**
 * A channel as the credentials file has it, by the name that pages and subscriptions use. `secret` of a webhook signs what
 * is sent (standard-webhooks: `whsec_` and base64 of 24 to 64 bytes).
 */
export const channelSecret = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('email'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    /** From the first byte, by STARTTLS or not at all. */
    tls: z.enum(['tls', 'starttls', 'none']),
    from: z.email(),
    user: z.string().min(1).optional(),
    password: z.string().min(1).optional(),
  }),
  z.strictObject({
    channel: z.literal('webhook'),
    secret: z.string().refine((text) => {
      const bytes = Buffer.from(text.replace(/^whsec_/, ''), 'base64').length
      return /^whsec_[A-Za-z0-9+/]+=*$/.test(text) && bytes >= 24 && bytes <= 64
    }, 'must be whsec_ and the base64 of 24 to 64 bytes'),
  }),
  z.strictObject({
    channel: z.literal('telegram'),
    url: z.url({ protocol: /^https?$/ }),
    token: z.string().regex(/^[\w:-]+$/),
  }),
])

export type ChannelSecret = z.output<typeof channelSecret>
export type ChannelSecrets = Record<string, ChannelSecret>

/** What a page may say of a channel. */
export function describeChannel(secret: ChannelSecret): { kind: ChannelKind; detail: string } {
  if (secret.channel === 'email')
    return { kind: 'email', detail: `${secret.host}:${secret.port}, ${secret.from}` }
  if (secret.channel === 'telegram') return { kind: 'telegram', detail: new URL(secret.url).host }
  return { kind: 'webhook', detail: 'HTTP POST, HMAC-SHA256' }
}

/**
 * A text without the secrets of a channel, whatever a library has put into it or the other side repeated of what it was sent:
 * as they are, as URLs hold them, or as SMTP's AUTH PLAIN and LOGIN send them (RFC 4616). One line, and short.
 */
export function withoutSecrets(text: string, secret: ChannelSecret): string {
  const { user = '', password, secret: key, token } = secret as Record<string, string | undefined>
  const hidden = [password, key, token].filter((one): one is string => Boolean(one))
  const base64 = (one: string) => Buffer.from(one).toString('base64')
  const plain = password ? [base64(`\0${user}\0${password}`)] : []
  const forms = [...plain, ...hidden.flatMap((one) => [one, encodeURIComponent(one), base64(one)])]
  return forms
    .reduce((shown, one) => shown.replaceAll(one, '…'), text)
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300)
}
