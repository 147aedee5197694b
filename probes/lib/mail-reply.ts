import type { Socket } from 'node:net'
import { withinTime } from './look.ts'
import type { StopSignal } from './stop.ts'

/** A whole reply: its code, and its lines with the code in front, what is not printable as `?`. */
export type Reply = { code: number; lines: string[] }
export type NoReply = { problem: string }

/** RFC 5321 4.5.3.1.5 allows 512 octets; servers that say more than this say it to do harm. */
const maxLineOctets = 2048
const maxLines = 100
const maxReplyOctets = 32_768

/**
 * Reads SMTP replies (RFC 5321 4.2.1) from a socket, one at each call of `next`. `next` takes `timeoutMs` for the whole
 * reply, so that one octet a second gains nothing, and gives up on lines and replies that are too long.
 */
export function createReplyReader(socket: Socket) {
  let received = ''
  let total = 0
  let closed = false
  let wake = () => {}
  socket.on('data', (chunk) => {
    total += chunk.length
    received += chunk.toString('latin1')
    if (received.length > maxReplyOctets) socket.pause() // enough to see what it is
    wake()
  })
  socket.on('close', () => {
    closed = true
    wake()
  })

  function next(timeoutMs: number, signal: StopSignal): Promise<Reply | NoReply> {
    const lines: string[] = []
    const before = total
    return withinTime<Reply | NoReply>(
      {
        timeoutMs,
        signal,
        cancel: () => socket.destroy(),
        timedOut: () => ({
          problem: `no reply within ${Math.round(timeoutMs)} ms (${total - before} octets of one)`,
        }),
      },
      (done) => {
        wake = () => {
          const outcome = read(lines) ?? (closed ? { problem: 'closed without a reply' } : undefined)
          if (outcome === undefined) return
          wake = () => {} // what comes now is for the next reply
          done(outcome)
        }
        wake()
      },
    )
  }

  /** Takes whole lines off; undefined while the reply is not complete. */
  function read(lines: string[]): Reply | NoReply | undefined {
    for (;;) {
      const end = received.indexOf('\n')
      if ((end < 0 ? received.length : end) > maxLineOctets) return { problem: 'a line without end' }
      if (end < 0) return undefined
      const line = received.slice(0, end).replace(/\r$/, '')
      received = received.slice(end + 1)
      lines.push(line.replace(/[^ -~]/g, '?'))
      const [, code, sign] = /^([2-5]\d\d)(?:([ -])|$)/.exec(line) ?? []
      if (code === undefined) return { problem: `not SMTP: ${lines[0]?.slice(0, 80)}` }
      if (sign !== '-') return { code: Number(code), lines }
      if (lines.length > maxLines) return { problem: 'a reply without end' }
    }
  }

  return { next }
}
