import { crc32, inflateRawSync } from 'node:zlib'

/** Why a file of an office program is not read. */
export type OfficeRefusal = 'damaged' | 'encrypted' | 'too_large' | 'not_a_workbook' | 'doctype'

export class Refused extends Error {
  readonly reason: OfficeRefusal

  constructor(reason: OfficeRefusal) {
    super(`the file is ${reason}`)
    this.name = 'Refused'
    this.reason = reason
  }
}

type Entry = { method: number; crc: number; packed: number; at: number }

const maxEntries = 4_000

/**
 * The parts of a ZIP file (APPNOTE 6.3), read when they are asked for. Sizes that it tells of itself are not believed:
 * nothing is unpacked beyond `maxBytes` in all, so a bomb costs no more than that. Throws Refused for whatever is damaged,
 * encrypted, of ZIP64 or larger.
 */
export function openZip(bytes: Uint8Array, { maxBytes }: { maxBytes: number }) {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const entries = readDirectory(file)
  let left = maxBytes
  return {
    names: [...entries.keys()],
    read(name: string): Buffer | undefined {
      const entry = entries.get(name)
      if (entry === undefined) return undefined
      const unpacked = unpack(file, entry, left)
      left -= unpacked.length
      return unpacked
    },
  }
}

function readDirectory(file: Buffer): Map<string, Entry> {
  const end = file.lastIndexOf('PK\x05\x06')
  if (end < 0 || end + 22 > file.length) throw new Refused('damaged')
  const count = file.readUInt16LE(end + 10)
  if (count > maxEntries) throw new Refused('too_large')
  const entries = new Map<string, Entry>()
  let at = file.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw new Refused('damaged')
    if (file.readUInt16LE(at + 8) & 1) throw new Refused('encrypted')
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    // of two parts of one name readers may take either, so that people and we could see different tables
    if (entries.has(name)) throw new Refused('damaged')
    entries.set(name, {
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      packed: file.readUInt32LE(at + 20),
      at: file.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

function unpack(file: Buffer, { method, crc, packed, at }: Entry, maxBytes: number): Buffer {
  if (at + 30 > file.length || file.readUInt32LE(at) !== 0x04034b50) throw new Refused('damaged')
  const start = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  if (start + packed > file.length || (method !== 0 && method !== 8)) throw new Refused('damaged')
  const content = file.subarray(start, start + packed)
  const unpacked = method === 0 ? content : inflate(content, maxBytes)
  if (unpacked.length > maxBytes) throw new Refused('too_large')
  if (crc32(unpacked) !== crc) throw new Refused('damaged')
  return unpacked
}

function inflate(content: Buffer, maxBytes: number): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, maxBytes) })
  } catch (error) {
    throw new Refused((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged')
  }
}
