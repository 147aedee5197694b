import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { countLogCommand } from '../../src/cli/count-log.ts'
import { countLine, emptyCounts } from '../../src/operations/count-log.ts'

const people = '"https://www.test/" "Mozilla/5.0 (X11; Linux x86_64) Firefox/95.0"'
function line(address: string, time = '14/Jan/2022:09:40:00 +0700', end = people) {
  return `${address} - - [${time}] "GET / HTTP/1.1" 200 612 ${end}`
}
function counted(...lines: string[]) {
  const counts = emptyCounts()
  for (const one of lines) countLine(counts, one)
  return counts
}
const days = (...lines: string[]) => [...counted(...lines).days.values()]

test.each<[string, string, '4' | '6']>([
  ['an IPv4 address', '203.0.113.9', '4'],
  ['an IPv6 address', '2001:db8::1', '6'],
  ['an IPv4 address on a dual-stack socket', '::ffff:203.0.113.9', '4'],
])('%s counts for its family', (_, address, family) => {
  expect(days(line(address))).toEqual([
    {
      day: '2022-01-14',
      requests: { '4': 0, '6': 0, [family]: 1 },
      bots: { '4': 0, '6': 0 },
    },
  ])
})

test('a day is that of the province, whatever zone the log is written in', () => {
  const dayOf = (time: string) => days(line('203.0.113.9', time))[0]?.day
  expect(dayOf('14/Jan/2022:16:59:59 +0000')).toBe('2022-01-14')
  expect(dayOf('14/Jan/2022:17:00:00 +0000')).toBe('2022-01-15')
  expect(dayOf('31/Dec/2021:13:00:00 -0500')).toBe('2022-01-01')
})

test.each<[string, number]>([
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 1],
  ['v6gov-probe/3 (+IPv6 readiness monitoring)', 1],
  ['curl/7.68.0', 1],
  ['-', 1],
  ['', 1],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/97.0 Safari/537.36', 0],
  ['Mozilla/5.0 \\"quoted\\" (iPhone; CPU iPhone OS 15_2 like Mac OS X)', 0],
])('the user agent %j counts %i times as a bot', (userAgent, bots) => {
  expect(days(line('2001:db8::1', undefined, `"-" "${userAgent}"`))[0]?.bots['6']).toBe(bots)
})

test('a virtual host may stand in front, and what is no line of the format is said and not counted', () => {
  const counts = counted(
    `www.test:443 ${line('2001:db8::1')}`,
    'a line of something else',
    line('not-an-address'),
    '',
    line('203.0.113.9', '99/Foo/2022'),
  )
  expect(counts).toMatchObject({ lines: 4, unread: 3 })
  expect(counts.days.size).toBe(1)
})

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  await countLogCommand.run({
    args,
    env: {},
    now: () => '2022-01-15T00:00:00.000Z',
    out: (text) => void out.push(String(text)),
    err: (text) => void err.push(text),
    stopping: new AbortController().signal,
  })
  return { out: out.join(''), err: err.join('') }
}

test('the command counts plain and packed logs of nginx together, and no address leaves it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'v6gov-log-'))
  const [plain, packed] = [path.join(folder, 'access.log'), path.join(folder, 'access.log.1.gz')]
  writeFileSync(plain, `${line('2001:db8::77')}\n${line('203.0.113.9')}\n${line('203.0.113.8')}\n`)
  writeFileSync(packed, gzipSync(`${line('2001:db8::78', '13/Jan/2022:09:40:00 +0700', '"-" "curl/8"')}\n`))
  const { out, err } = await run('--host', 'www.test', plain, packed)
  expect(out.replace('\ufeff', '').trim().split('\n')).toEqual([
    'host,day,family,requests,bot_requests',
    'www.test,2022-01-13,4,0,0',
    'www.test,2022-01-13,6,1,1',
    'www.test,2022-01-14,4,2,0',
    'www.test,2022-01-14,6,1,0',
  ])
  expect(out + err).not.toMatch(/2001:db8|203\.0/)
  execFileSync('rm', ['-r', folder])
})

test('a log that is mostly something else is refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'v6gov-log-'))
  const log = path.join(folder, 'other.log')
  writeFileSync(log, `${'nonsense\n'.repeat(2)}${`${line('2001:db8::1')}\n`.repeat(10)}`)
  await expect(run('--host', 'www.test', log)).rejects.toThrow('2 of 12 lines')
  await expect(run('--host', 'www.test', path.join(folder, 'gone'))).rejects.toThrow('ENOENT')
  await expect(run(log)).rejects.toThrow('--host NAME')
  execFileSync('rm', ['-r', folder])
})
