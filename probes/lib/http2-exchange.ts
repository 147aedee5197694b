import { connect, constants } from 'node:http2'
import {
  type Answered,
  describeHead,
  type Exchanging,
  maxHeaderBytes,
  type NotAnswered,
  unfinished,
} from './http-answer.ts'
import { readBody } from './http-body.ts'
import { millisecondsSince, withinTime } from './look.ts'

/** Megabytes that a session may hold; pages are cut long before. */
const maxSessionMemory = 2

/** One GET as the only stream of an HTTP/2 session (RFC 9113) over a socket that has agreed on it. */
export const exchangeHttp2: Exchanging = (socket, { path, headers }, limits, headArrived) => {
  const started = performance.now()
  let status: number | null = null
  let stopReading = () => {}
  const { Host: host = '', Connection: _, ...others } = headers
  const session = connect(`https://${host}`, {
    createConnection: () => socket,
    maxSessionMemory,
    settings: { enablePush: false, maxHeaderListSize: maxHeaderBytes },
  })
  const limited = {
    ...limits,
    cancel: () => stopReading(),
    timedOut: (): Answered | NotAnswered => unfinished(status, limits.timeoutMs),
  }
  return withinTime<Answered | NotAnswered>(limited, (done) => {
    const bad = (detail: string) => done({ failure: 'HTTP_BAD_ANSWER', status, detail })
    const failed = ({ code, message }: NodeJS.ErrnoException) => bad(code ?? message)
    session.on('error', failed)
    const stream = session.request({ ...others, [constants.HTTP2_HEADER_PATH]: path })
    stream.on('error', failed)
    stream.on('close', () => status === null && bad('closed without an answer'))
    stream.on('response', (arrived, _flags, rawHeaders?: string[]) => {
      const firstByteMs = millisecondsSince(started)
      const code = Number(arrived[constants.HTTP2_HEADER_STATUS] ?? 0)
      status = code
      headArrived(describeHead(`HTTP/2 ${code}`, (rawHeaders ?? []).slice(2)))
      // node ends a stream that was cut short like one that came to its end, but for this code
      const answered = (body: Buffer) =>
        stream.rstCode === constants.NGHTTP2_NO_ERROR
          ? done({ status: code, headers: arrived, body, firstByteMs })
          : bad(`the body broke off (RST_STREAM ${stream.rstCode})`)
      stopReading = readBody(stream, arrived['content-encoding'], answered, bad)
    })
  }).finally(() => session.destroy())
}
