import { spawn } from 'node:child_process'
import { familyOf } from './endpoint.ts'
import type { StopSignal } from './stop.ts'

export type PingOptions = {
  packets: number
  /** Octets of data in each packet; 8 of ICMP and 20 or 40 of IP come on top. */
  bytes: number
  /** Milliseconds to wait for each answer, and from one packet to the next. */
  timeoutMs: number
  spacingMs: number
}

/** `rttMs` has one number for each packet that was answered, in order. */
export type Pinged = { sent: number; rttMs: number[]; command: string; said: string[] }

export type Ran = { code: number | null; out: string }

/** Where system programs are; the environment of this process is of no account. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const maxOutput = 4_000_000

/** Runs a program without a shell, in the C locale, until it ends or the signal kills it. Throws when there is none. */
export function runProgram(program: string, args: string[], input: string, signal: StopSignal): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { PATH: searchPath, LC_ALL: 'C' }, stdio: 'pipe' })
    let out = ''
    const keep = (chunk: Buffer) => {
      if (out.length < maxOutput) out += chunk.toString('latin1')
    }
    const kill = () => child.kill('SIGKILL')
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.stdin.on('error', () => {}) // it may end before it has read all
    child.stdin.end(input)
    signal.addEventListener('abort', kill)
    if (signal.aborted) kill()
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', kill)
      settle()
    }
    child.on('error', (error) => end(() => reject(error)))
    child.on('close', (code) => end(() => resolve({ code, out })))
  })
}

/** One fping for all targets, which it reads from its standard input: numbers are all that goes there. */
export async function runFping(
  program: string,
  targets: string[],
  options: PingOptions,
  signal: StopSignal,
): Promise<Map<string, Pinged>> {
  const { packets, bytes, timeoutMs, spacingMs } = options
  const args = ['-q', '-C', packets, '-i', 1, '-p', spacingMs, '-t', timeoutMs, '-r', 0, '-b', bytes].map(
    String,
  )
  const { out } = await runProgram(program, args, `${targets.join('\n')}\n`, signal)
  return readFping(out, new Set(targets), ['fping', ...args].join(' '))
}

/** Lines of `fping -q -C`: `2001:db8::1 : 0.03 - 0.02`, a number or a hyphen for each packet. */
export function readFping(out: string, targets: Set<string>, command: string): Map<string, Pinged> {
  const seen = new Map<string, Pinged>()
  for (const line of out.split('\n')) {
    const [, target = '', times = ''] =
      /^(\S+)\s*: ((?:\d+(?:\.\d+)?|-)(?: (?:\d+(?:\.\d+)?|-))*)$/.exec(line) ?? []
    if (!targets.has(target)) continue
    const each = times.split(' ')
    seen.set(target, {
      sent: each.length,
      rttMs: each.filter((time) => time !== '-').map(Number),
      command,
      said: [line],
    })
  }
  return seen
}

/** One ping of iputils for one target. null when it could not send. */
export async function runPing(
  program: string,
  target: string,
  options: PingOptions,
  signal: StopSignal,
): Promise<Pinged | null> {
  const { packets, bytes, timeoutMs, spacingMs } = options
  const [interval, patience] = [Math.max(0.2, spacingMs / 1000), Math.max(1, Math.ceil(timeoutMs / 1000))]
  const numbers = ['-c', packets, '-i', interval, '-W', patience, '-s', bytes].map(String)
  const args = [`-${familyOf(target)}`, '-n', ...numbers, '--', target]
  const { code, out } = await runProgram(program, args, '', signal)
  return readPing(code, out, packets, ['ping', ...args].join(' '))
}

/** Lines of ping: `64 bytes from ::1: icmp_seq=1 ttl=64 time=0.031 ms`, repeated ones marked `(DUP!)`. */
export function readPing(code: number | null, out: string, packets: number, command: string): Pinged | null {
  const lines = out.split('\n').filter((line) => line.trim() !== '')
  const answered = lines.flatMap((line) => {
    const [, time] = /icmp_seq=\d+ .*\btime=(\d+(?:\.\d+)?) ms$/.exec(line.trim()) ?? []
    return time === undefined ? [] : [Number(time)]
  })
  const pinged = { sent: packets, rttMs: answered.slice(0, packets), command, said: lines.slice(0, 20) }
  if (code === 0 || code === 1) return pinged
  return /unreachable/i.test(out) ? pinged : null // no route is an answer about the target
}
