import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** A structure as deflated JSON, for bytes columns. */
export function pack(value: unknown): Buffer {
  return deflateRawSync(Buffer.from(JSON.stringify(value)))
}

/** The structure again. Throws on damaged bytes. */
export function unpack<T>(bytes: Uint8Array): T {
  return JSON.parse(inflateRawSync(bytes).toString()) as T
}
