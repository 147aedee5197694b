import { isIPv4, isIPv6 } from 'node:net'
import type { Day } from '../model.ts'

/** Requests of one day by family, as they become rows of `web_counts`. */
type DayCount = {
  day: Day
  requests: { '4': number; '6': number }
  bots: { '4': number; '6': number }
}

/** What a log came to; `unread` lines have no address, time or request where the format has them. */
export type LogCounts = { days: Map<Day, DayCount>; lines: number; unread: number }

/** nginx `combined`, which is Apache's: address, two names, time, request, status, size, referrer, user agent. */
const combined =
  /^(\S+) \S+ .*?\[(\d{2})\/(\w{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})\] "(?:[^"\\]|\\.)*" \d{3} \S+(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?/
/** With the virtual host in front (Apache's `vhost_combined`). */
const virtualHost = /^[\w.-]+(?::\d+)? (?=\S+ \S+ .*?\[)/

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Asia/Ho_Chi_Minh, UTC+7 the whole year. */
const zoneMs = 7 * 3_600_000

/**
 * What the user agent of a bot holds: a word by which crawlers, monitors and programs name themselves. Nothing at all,
 * or "-", is a program too.
 */
export const botWords = [
  'bot',
  'crawl',
  'spider',
  'slurp',
  'scan',
  'monitor',
  'uptime',
  'check',
  'probe',
  'preview',
  'facebookexternalhit',
  'headless',
  'lighthouse',
  'curl',
  'wget',
  'python',
  'java/',
  'go-http-client',
  'okhttp',
  'libwww',
  'httpclient',
  'axios',
  'node-fetch',
  'nikto',
  'nmap',
] as const

const bot = new RegExp(botWords.join('|'), 'i')

/** Whether a request of this user agent is left out of shares of people's requests. */
function isBot(userAgent: string): boolean {
  return userAgent.trim() === '' || userAgent === '-' || bot.test(userAgent)
}

export function emptyCounts(): LogCounts {
  return { days: new Map(), lines: 0, unread: 0 }
}

/** Counts one line of a log. The address is looked at only for its family, and goes nowhere. */
export function countLine(counts: LogCounts, line: string): void {
  if (line.trim() === '') return
  counts.lines += 1
  const found = read(line)
  if (found === null) {
    counts.unread += 1
    return
  }
  const { family, day, userAgent } = found
  const of = counts.days.get(day) ?? { day, requests: { '4': 0, '6': 0 }, bots: { '4': 0, '6': 0 } }
  of.requests[family] += 1
  if (isBot(userAgent)) of.bots[family] += 1
  counts.days.set(day, of)
}

function read(line: string): { family: '4' | '6'; day: Day; userAgent: string } | null {
  const match = combined.exec(line)
  const family = match && familyOf(match[1] ?? '')
  if (match && family) return { family, day: dayIn(match), userAgent: match[9] ?? '' }
  const host = virtualHost.exec(line)
  return host === null ? null : read(line.slice(host[0].length))
}

/** An IPv4 address that a dual-stack socket writes as ::ffff:192.0.2.1 came over IPv4. */
function familyOf(address: string): '4' | '6' | null {
  if (isIPv4(address) || /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address)) return '4'
  return isIPv6(address) ? '6' : null
}

/** The day in the province's zone, whatever zone the log is written in. */
function dayIn([, , day, month, year, hour, minute, second, zone = '+0000']: RegExpExecArray): Day {
  const utc = Date.UTC(
    Number(year),
    months.indexOf(month ?? ''),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const sign = zone.startsWith('-') ? -1 : 1
  const offsetMs = sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5))) * 60_000
  return new Date(utc - offsetMs + zoneMs).toISOString().slice(0, 10)
}
