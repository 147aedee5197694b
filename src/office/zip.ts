import { strToU8, Zip, ZipDeflate } from 'fflate'

export type ZipPart = { name: string; pieces: Iterable<string> }

/** Characters that are compressed at a time, so that others can be let in between. */
const chunkLength = 1 << 16
/** Read as local time, so that every zone writes the same: the first noon that the format can name. */
const noTime = '1980-01-01T12:00:00'

/**
 * A ZIP file whose bytes depend on the parts alone: no times, no system, and compressed by code of ours and not by the
 * machine's zlib, whose output differs between releases of Node. `breathe` is awaited between pieces.
 */
export async function zip(
  parts: ZipPart[],
  breathe: () => Promise<void> | undefined = () => undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const file = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  for (const { name, pieces } of parts) {
    const entry = new ZipDeflate(name, { level: 6, mem: 8 })
    entry.mtime = noTime
    file.add(entry)
    let waiting = ''
    for (const piece of pieces) {
      waiting += piece
      if (waiting.length < chunkLength) continue
      entry.push(strToU8(waiting))
      waiting = ''
      await breathe()
    }
    entry.push(strToU8(waiting), true)
    await breathe()
  }
  file.end()
  return join(chunks)
}

function join(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
