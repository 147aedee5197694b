import type { Readable, Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** As much of a page as is read, both as it comes over the wire and unpacked (domain rules 4.3). */
const maxBodyBytes = 500_000

/**
 * Reads the beginning of an answer's body, unpacked; ends at the limit, so that neither an endless body nor one that
 * unpacks without end costs more. `coding` is its Content-Encoding. Calls `fail` when the body breaks off or cannot
 * be unpacked. The function returned gives up reading.
 */
export function readBody(
  response: Readable,
  coding: string | undefined,
  done: (body: Buffer) => void,
  fail: (detail: string) => void,
): () => void {
  const parts: Buffer[] = []
  let unpacked = 0
  let received = 0
  let unpacker: Transform | undefined
  const stop = () => {
    unpacker?.destroy()
    response.destroy()
  }
  const finish = () => {
    stop()
    done(Buffer.concat(parts).subarray(0, maxBodyBytes))
  }
  const keep = (part: Buffer) => {
    if (unpacked >= maxBodyBytes) return
    parts.push(part)
    unpacked += part.length
    if (unpacked >= maxBodyBytes) finish()
  }
  const startUnpacker = (first: Buffer) => {
    const encoding = coding?.trim().toLowerCase()
    unpacker = unpackerFor(encoding, first)
    unpacker?.on('data', keep)
    unpacker?.on('end', finish)
    unpacker?.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      fail(`the body is not ${encoding} (${code ?? message})`)
    })
  }
  response.on('data', (chunk: Buffer) => {
    if (received === 0) startUnpacker(chunk)
    received += chunk.length
    if (unpacker) unpacker.write(chunk)
    else keep(chunk)
    if (received < maxBodyBytes || response.destroyed) return
    response.destroy() // what comes packed is not read further than what comes plain
    unpacker?.end()
  })
  response.on('end', () => (unpacker ? unpacker.end() : finish()))
  response.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    fail(`the body broke off after ${received} bytes (${code ?? message})`)
  })
  return stop
}

/** Unpackers that take a body cut at our limit for what it is, instead of for an error. */
function unpackerFor(encoding: string | undefined, first: Buffer): Transform | undefined {
  const options = { finishFlush: constants.Z_SYNC_FLUSH }
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(options)
  if (encoding === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
  // RFC 9110 8.4.1.2: zlib format, but some servers send the bare stream
  if (encoding === 'deflate')
    return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options)
  return undefined
}
