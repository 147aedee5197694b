import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * A structure as deflated JSON, for bytes columns. `briefly`: in a third of the time to a third more bytes, for what the
 * next look replaces.
 */
export function pack(value: unknown, { briefly = false } = {}): Buffer {
  return deflateRawSync(Buffer.from(JSON.stringify(value)), { level: briefly ? 1 : 6 })
}

/** The structure again. Throws on damaged bytes. */
export function unpack<T>(bytes: Uint8Array): T {
  return JSON.parse(inflateRawSync(bytes).toString()) as T
}
