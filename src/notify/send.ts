import { createHmac } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import nodemailer from 'nodemailer'
import type { Dial } from '../../probes/probe.ts'
import type { Instant } from '../model.ts'
import type { ChannelSecret } from './channel-secrets.ts'
import { post } from './http-post.ts'
import type { Rendered } from './render.ts'

export type Outgoing = Rendered & {
  id: string
  target: string
  /** The message that began what this one ends. */
  inReplyTo: string | null
  now: Instant
}

export type SendContext = {
  /** Passes or refuses the addresses of webhooks, which people enter on a page. */
  dial: Dial
  trustedCa: string | undefined
}

/**
 * Sends one message; resolves once the other side has taken it. Rejects with why it did not, which may name secrets
 * (withoutSecrets). The same message has the same Message-ID, `webhook-id` or number in its text however often it is sent.
 */
export async function send(
  secret: ChannelSecret,
  message: Outgoing,
  { dial, trustedCa }: SendContext,
): Promise<void> {
  if (secret.channel === 'email') return sendMail(secret, message, trustedCa)
  if (secret.channel === 'webhook') return sendWebhook(secret, message, { dial, ca: trustedCa })
  return sendChat(secret, message, trustedCa)
}

type Of<Kind extends ChannelSecret['channel']> = Extract<ChannelSecret, { channel: Kind }>

async function sendMail(secret: Of<'email'>, message: Outgoing, ca: string | undefined): Promise<void> {
  const domain = secret.from.split('@').at(-1)
  const idOf = (id: string) => `<${id}@${domain}>`
  const transport = nodemailer.createTransport({
    host: secret.host,
    port: secret.port,
    secure: secret.tls === 'tls',
    requireTLS: secret.tls === 'starttls',
    ignoreTLS: secret.tls === 'none',
    ...(secret.user === undefined ? {} : { auth: { user: secret.user, pass: secret.password ?? '' } }),
    ...(ca === undefined ? {} : { tls: { ca: [...rootCertificates, ca] } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from: { name: 'v6gov', address: secret.from },
      to: message.target,
      subject: message.subject,
      text: message.text,
      messageId: idOf(message.id),
      attachments: (message.attachments ?? []).map(({ content, ...about }) => ({
        ...about,
        content: Buffer.from(content),
      })),
      ...(message.inReplyTo === null
        ? {}
        : { inReplyTo: idOf(message.inReplyTo), references: idOf(message.inReplyTo) }),
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: nobody's holiday answers it
    })
  } finally {
    transport.close()
  }
}

/** As standard-webhooks has it; receivers refuse a timestamp that is minutes old, and an id that they have had. */
async function sendWebhook(
  { secret }: Of<'webhook'>,
  { id, payload, subject, target, now }: Outgoing,
  { dial, ca }: { dial: Dial; ca: string | undefined },
): Promise<void> {
  const body = JSON.stringify({ ...payload, subject, timestamp: now })
  const webhookId = `msg_${id}`
  const timestamp = String(Math.floor(Date.parse(now) / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${webhookId}.${timestamp}.${body}`).digest('base64')
  const { status } = await post(new URL(target), body, {
    dial,
    ca,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'v6gov',
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  })
  if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`)
}

/** sendMessage of Telegram's Bot API, or of what speaks like it. Whoever keeps the credentials file vouches for the URL. */
async function sendChat(
  { url, token }: Of<'telegram'>,
  { target, subject, text }: Outgoing,
  ca: string | undefined,
): Promise<void> {
  const address = new URL(`${url.replace(/\/$/, '')}/bot${token}/sendMessage`)
  const whole = `${subject}\n\n${text}`.slice(0, 4096) // the most that it takes
  const { status, body } = await post(
    address,
    JSON.stringify({ chat_id: target, text: whole, link_preview_options: { is_disabled: true } }),
    { dial: (to, port) => ({ address: to, port }), ca, headers: { 'content-type': 'application/json' } },
  )
  if (status < 200 || status > 299) throw new Error(`the service answered ${status}: ${body.slice(0, 200)}`)
}
