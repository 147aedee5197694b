import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { safeDial } from '../../src/dial.ts'
import { keepStateIncidents } from '../../src/jobs/keep-state-incidents.ts'
import { createSender, type SendDeps } from '../../src/jobs/send-messages.ts'
import type { Notice, Subscription } from '../../src/model/notifications.ts'
import type { ChannelSecrets } from '../../src/notify/channel-secrets.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { listOpenIncidents } from '../../src/store/incidents.ts'
import { listMessages } from '../../src/store/messages.ts'
import { messageId, writeMessages } from '../../src/store/outbox.ts'
import { addSubscription, listChannels, offerChannels } from '../../src/store/subscriptions.ts'
import { hasPostfix, startMailbox } from '../helpers/mail-postfix.ts'
import { start, until } from '../helpers/process.ts'
import { createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import { notice, subscription } from './builders.ts'

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`
const startMs = Date.parse('2022-06-30T05:00:00.000Z')
const at = (minutes: number) => new Date(startMs + minutes * 60_000).toISOString()

type Received = { url: string; headers: IncomingHttpHeaders; body: string }
const received: Received[] = []
/** What the receiver answers next; `hang`: nothing. */
let answer: number | 'hang' | 'redirect' | 'echo' = 200
let receiver: Server
let base: string

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ url: request.url ?? '', headers: request.headers, body })
      if (answer === 'hang') return
      if (answer === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end()
      else if (answer === 'echo')
        response.writeHead(401).end(JSON.stringify({ ok: false, description: request.url }))
      else response.writeHead(answer).end('{"ok":false,"description":"as told"}')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})
beforeEach(() => {
  received.length = 0
  answer = 200
})

async function prepared(
  db: Database,
  who: Partial<Subscription>,
  notices: Notice[] = [notice],
): Promise<Database> {
  const one = { ...subscription, ...who }
  await addSubscription(db, one)
  await offerChannels(db, [{ name: one.channel, kind: 'webhook', detail: '' }], at(0))
  for (const [index, told] of notices.entries()) {
    const planned = { subscription: one, notice: told, dueAt: at(index), digest: false, held: false }
    await writeMessages(db, [planned], { before: index, seq: index + 1, now: at(index) })
  }
  return db
}

/** Sends what is due at a moment, and tells how each message then stands. */
async function sendAt(db: Database, minutes: number, channels: ChannelSecrets, more: Partial<SendDeps> = {}) {
  const sender = createSender({
    db,
    now: () => at(minutes),
    log: () => {},
    channels,
    context: {
      dial: safeDial({ allowed: ['127.0.0.1/32'], helpers: [], guarded: [] }),
      trustedCa: undefined,
    },
    baseUrl: 'https://v6gov.test',
    stopping: new AbortController().signal,
    ...more,
  })
  const errors: unknown[] = []
  sender.tick((error) => errors.push(error))
  await sender.idle()
  expect(errors).toEqual([])
  const { messages } = await listMessages(db, { since: '', limit: 10, offset: 0 })
  return messages.map(({ state, attempts, dueAt, error }) => ({ state, attempts, dueAt, error }))
}

const memory = () => openDatabase('sqlite::memory:')
const hook: ChannelSecrets = { hook: { channel: 'webhook', secret } }

test('a channel over which nothing gets out is an incident until something does', async () => {
  const db = await prepared(await memory(), { channel: 'hook', target: base })
  const roots = async (minutes: number) => {
    await sendAt(db, minutes, hook)
    await keepStateIncidents({ db, now: () => at(minutes), pace: 1 })
    return (await listOpenIncidents(db)).map(({ root, symptom }) => [root.kind, root.code, symptom])
  }
  answer = 500
  expect(await roots(0)).toEqual([])
  expect(await roots(2)).toEqual([['channel', 'hook', 'channel_fails']])
  answer = 200
  expect(await roots(6)).toEqual([])
})

describe('a webhook', () => {
  test('gets what happened once, signed as standard-webhooks has it', async () => {
    const db = await prepared(await memory(), { channel: 'hook', target: `${base}/in?x=1` })
    expect(await sendAt(db, 0, hook)).toMatchObject([{ state: 'sent', attempts: 1 }])
    expect(await sendAt(db, 1, hook)).toMatchObject([{ state: 'sent', attempts: 1 }])
    expect(received).toHaveLength(1)
    const { url, headers, body } = received[0] as Received
    expect(url).toBe('/in?x=1')
    const id = messageId('S1', notice.key)
    expect(headers).toMatchObject({
      'webhook-id': `msg_${id}`,
      'webhook-timestamp': String(startMs / 1000),
      host: base.replace('http://', ''),
    })
    const signed = `msg_${id}.${startMs / 1000}.${body}`
    const key = Buffer.from(secret.slice(6), 'base64')
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )
    expect(JSON.parse(body)).toMatchObject({
      type: 'incident.opened',
      data: [{ about: 'i1', title: 'Đường truyền L1 mất kết nối', url: 'https://v6gov.test/incidents/i1' }],
    })
    await db.destroy()
  })

  test('that does not answer 2xx is tried again under the same id, ever later, and given up in the end', async () => {
    const db = await prepared(await memory(), { channel: 'hook', target: `${base}/` })
    answer = 503
    const [first] = await sendAt(db, 0, hook)
    expect(first).toMatchObject({ state: 'waiting', dueAt: at(1), error: 'the receiver answered 503' })
    expect(await listChannels(db)).toMatchObject([{ failures: 1, okAt: null }])
    await sendAt(db, 0.5, hook)
    expect(received).toHaveLength(1) // not before its time
    for (const minutes of [1, 3, 7, 15, 31, 63, 123]) await sendAt(db, minutes, hook)
    answer = 'redirect' // leads nowhere: what is told stays where it was sent
    expect(await sendAt(db, 183, hook)).toMatchObject([{ state: 'dead', attempts: 9 }])
    await sendAt(db, 1000, hook)
    expect(received).toHaveLength(9)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(received.map(({ url }) => url)).not.toContain('/elsewhere')
    expect(await listChannels(db)).toMatchObject([{ failures: 9, error: 'the receiver answered 302' }])
    await db.destroy()
  })

  test.skipIf(!hasOpenssl)(
    'over TLS is told nothing until its certificate holds (needs openssl)',
    async () => {
      const authority = createAuthority()
      let told = 0
      const certificates = [
        authority.issue('other.test'),
        authority.issue('localhost', -1),
        authority.issue('localhost'),
      ]
      const server = createTlsServer({}, (request, response) => {
        told += 1
        request.resume().on('end', () => response.end())
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const target = `https://localhost:${(server.address() as AddressInfo).port}/`
      const db = await prepared(await memory(), { channel: 'hook', target })
      const context = {
        dial: safeDial({ allowed: ['127.0.0.1/32'], helpers: [], guarded: [] }),
        trustedCa: authority.ca,
      }
      const errors: unknown[] = []
      for (const [index, { key, cert }] of certificates.entries()) {
        server.setSecureContext({ key, cert })
        const [message] = await sendAt(db, [0, 1, 3][index] ?? 0, hook, { context })
        errors.push(message?.error ?? message?.state)
        expect(told).toBe(index < 2 ? 0 : 1)
      }
      expect(errors).toEqual([expect.stringMatching(/altnames/), expect.stringMatching(/expired/), 'sent'])
      server.close()
      authority.remove()
      await db.destroy()
    },
  )

  test.each([
    ['the cloud', 'http://169.254.169.254/latest'],
    ['this machine', 'http://127.0.0.1:1/'],
    ['this machine by a name', 'http://localhost:1/'],
    ['this machine in IPv6', 'http://[::1]:1/'],
    ['this machine in another notation', 'http://2130706433:1/'],
    ['this machine by way of a translator', 'http://[64:ff9b::7f00:1]/'],
  ])('may not be at %s', async (_, target) => {
    const db = await prepared(await memory(), { channel: 'hook', target })
    const context = { dial: safeDial({ allowed: [], helpers: [], guarded: [] }), trustedCa: undefined }
    const [message] = await sendAt(db, 0, hook, { context })
    expect(message?.error).toMatch(/must not dial/)
    await db.destroy()
  })
})

test('a chat gets a text; what fails there names no token', async () => {
  const chat: ChannelSecrets = { chat: { channel: 'telegram', url: `${base}/api/`, token: '12:geheim' } }
  const db = await prepared(await memory(), { channel: 'chat', target: '-100200' })
  await sendAt(db, 0, chat)
  expect(received[0]?.url).toBe('/api/bot12:geheim/sendMessage')
  const { chat_id, text } = JSON.parse(received[0]?.body ?? '{}')
  expect(chat_id).toBe('-100200')
  expect(text).toContain('[v6gov] Sự cố (lớn): Đường truyền L1 mất kết nối')
  expect(text).toContain(messageId('S1', notice.key))
  await db.destroy()
  const gone: ChannelSecrets = {
    chat: { channel: 'telegram', url: 'http://12:geheim@x.test', token: '12:geheim' },
  }
  const other = await prepared(await memory(), { channel: 'chat', target: '-1' })
  const [failed] = await sendAt(other, 0, gone)
  expect(failed?.error).toBeTruthy()
  expect(failed?.error).not.toContain('geheim')
  await other.destroy()
})

test('what the other side repeats of a secret is neither kept nor logged', async () => {
  const said: string[] = []
  // a mail server that complains of what it was sent by quoting it
  const server = createTcpServer((socket) => {
    socket.write('220 mail.test\r\n')
    socket
      .on('error', () => {})
      .on('data', (data) => {
        const line = String(data).trim()
        said.push(line)
        if (/^EHLO/i.test(line)) socket.write(`250-mail.test\r\n250 AUTH ${way}\r\n`)
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else if (/^AUTH LOGIN/i.test(line)) socket.write('334 VXNlcm5hbWU6\r\n')
        else if (line === base64('an')) socket.write('334 UGFzc3dvcmQ6\r\n')
        else socket.write(`535 5.7.8 cannot use ${line} nor ge%heim+wort\r\n`)
      })
  })
  let way = 'PLAIN'
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const mail = {
    channel: 'email',
    host: '127.0.0.1',
    port,
    tls: 'none',
    from: 'v6gov@haiduong.test',
  } as const
  const chat = { channel: 'telegram', url: `${base}/api/`, token: '12:geheim' } as const
  const log: unknown[] = []
  const failed = async (channels: ChannelSecrets, channel: string, target: string) => {
    const db = await prepared(await memory(), { channel, target })
    const [message] = await sendAt(db, 0, channels, { log: (...line) => log.push(line) })
    const kept = JSON.stringify(await db.selectFrom('message').selectAll().execute())
    await db.destroy()
    expect(message?.error).toContain('…')
    return kept + message?.error
  }
  answer = 'echo'
  const secrets = [
    'ge%heim+wort',
    base64('ge%heim+wort'),
    base64('\0an\0ge%heim+wort'),
    '12:geheim',
    '12%3Ageheim',
  ]
  for (way of ['PLAIN', 'LOGIN']) {
    const kept = await failed(
      { mail: { ...mail, user: 'an', password: 'ge%heim+wort' } },
      'mail',
      'b@haiduong.test',
    )
    expect(secrets.filter((one) => kept.includes(one))).toEqual([])
  }
  const kept = await failed({ chat }, 'chat', '-100')
  expect(secrets.filter((one) => kept.includes(one))).toEqual([])
  expect(log).toHaveLength(3)
  expect(secrets.filter((one) => JSON.stringify(log).includes(one))).toEqual([])
  expect(said.join()).toContain(base64('ge%heim+wort')) // it was sent, by LOGIN
  server.close()
})

test('a slow channel keeps no other waiting', async () => {
  const db = await prepared(await memory(), { id: 'S1', channel: 'slow', target: `${base}/slow` })
  await addSubscription(db, { ...subscription, id: 'S2', channel: 'hook', target: `${base}/quick` })
  const quick = { ...subscription, id: 'S2', channel: 'hook' }
  const planned = { subscription: quick, notice, dueAt: at(0), digest: false, held: false }
  await writeMessages(db, [planned], { before: 1, seq: 2, now: at(0) })
  answer = 'hang'
  const sent = sendAt(db, 0, { slow: { channel: 'webhook', secret }, ...hook })
  await until('both receive', 20_000, () => received.length === 2)
  expect(received.map(({ url }) => url).sort()).toEqual(['/quick', '/slow'])
  receiver.closeAllConnections()
  expect(await sent).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
  await db.destroy()
})

test('a process killed while it sends: sent once more under the same id, and never lost', {
  timeout: 120_000,
}, async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'v6gov-send-'))
  const url = `sqlite:${path.join(directory, 'v6gov.db')}`
  const twice = [notice, { ...notice, key: 'i2~opened', about: 'i2' }]
  await (await prepared(await openDatabase(url), { channel: 'hook', target: `${base}/` }, twice)).destroy()
  const program = fileURLToPath(new URL('../fault/send-process.ts', import.meta.url))
  const command = [process.execPath, '--import', 'tsx', program, url, at(1), JSON.stringify(hook)]
  answer = 'hang' // it has been received, and the sender does not know
  const killed = start(command)
  await until('the first is received', 90_000, () => received.length === 1)
  killed.signal('SIGKILL')
  await killed.ended
  answer = 200
  const db = await openDatabase(url)
  // whoever comes at once leaves it alone: it may still be on its way
  expect(await sendAt(db, 2, hook)).toMatchObject([{ state: 'sent' }, { state: 'sending' }])
  expect(await sendAt(db, 4, hook)).toMatchObject([{ state: 'sent' }, { state: 'sent', attempts: 2 }])
  await db.destroy()
  rmSync(directory, { recursive: true })
  const ids = received.map(({ headers }) => headers['webhook-id'])
  expect(ids).toEqual([0, 1, 0].map((index) => `msg_${messageId('S1', twice[index]?.key ?? '')}`))
})

describe.skipIf(!hasPostfix || !hasOpenssl)('mail (needs postfix and openssl, as root)', () => {
  test('reaches a real server over TLS, in its language, the end in answer to the beginning', {
    timeout: 60_000,
  }, async () => {
    const authority = createAuthority()
    const mailbox = await startMailbox(authority.issue('localhost'))
    const thu: ChannelSecrets = {
      thu: {
        channel: 'email',
        host: 'localhost',
        port: mailbox.port,
        tls: 'starttls',
        from: 'v6gov@haiduong.test',
      },
    }
    const ended: Notice = { ...notice, key: 'i1~closed', kind: 'closed', until: at(90) }
    const db = await prepared(await memory(), {}, [notice, ended])
    const context = { dial: safeDial({ allowed: [], helpers: [], guarded: [] }), trustedCa: undefined }
    // an authority that nobody has told us of is not believed
    expect(await sendAt(db, 0, thu, { context })).toMatchObject([
      { state: 'waiting' },
      { state: 'waiting', attempts: 1 },
    ])
    expect(mailbox.mails()).toEqual([])
    await sendAt(db, 1, thu, { context: { ...context, trustedCa: authority.ca } })
    await until('both are delivered', 40_000, () => mailbox.mails().length === 2)
    const mails = mailbox.mails().sort((a) => (a.includes('In-Reply-To') ? 1 : -1))
    const id = `<${messageId('S1', 'i1~opened')}@haiduong.test>`
    const [opened = '', closed = ''] = mails
    expect(opened).toContain(`Message-ID: ${id}`)
    expect(opened).toContain('Auto-Submitted: auto-generated')
    expect(opened).toContain('with ESMTPS') // as postfix saw it: over TLS
    expect(decoded(opened)).toContain('Nơi xảy ra: UBND xã A')
    expect(closed).toContain(`In-Reply-To: ${id}`)
    await db.destroy()
    await mailbox.stop()
    authority.remove()
  })
})

/** The text of a mail that is in base64 or quoted-printable. */
function decoded(mail: string): string {
  const [head = '', ...rest] = mail.split(/\r?\n\r?\n/)
  const body = rest.join('\n\n')
  if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
