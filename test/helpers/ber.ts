/** Just enough BER (X.690) to speak SNMP badly: every value is a Buffer of tag, length and contents. */

export function tlv(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents)
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

export const tags = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  getBulk: 0xa5,
  report: 0xa8,
} as const

/** A number under any tag, in as few octets as two's complement allows. */
export function integer(value: number | bigint, tag: number = tags.integer): Buffer {
  let hex = BigInt.asUintN(128, BigInt(value)).toString(16).padStart(32, '0')
  // leading octets that only repeat the sign are left out
  while (hex.length > 2 && /^(00[0-7]|ff[89a-f])/.test(hex)) hex = hex.slice(2)
  return tlv(tag, Buffer.from(hex, 'hex'))
}

export function octets(value: string | Buffer): Buffer {
  return tlv(tags.octetString, Buffer.from(value as string))
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const contents = [first * 40 + second]
  for (const arc of rest)
    if (arc < 128) contents.push(arc)
    else contents.push(...base128(arc))
  return tlv(tags.oid, Buffer.from(contents))
}

export function sequence(...parts: Buffer[]): Buffer {
  return tlv(tags.sequence, ...parts)
}

export const nothing = tlv(tags.null)

function base128(number: number): number[] {
  const groups = [number % 128]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) {
    groups.unshift((rest % 128) | 0x80)
  }
  return groups
}

export type Element = { tag: number; body: Buffer }

/** The elements in a buffer, one after the other. For requests of our own, so it does not defend itself. */
export function elements(buffer: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at < buffer.length; ) {
    const tag = buffer[at] ?? 0
    const short = buffer[at + 1] ?? 0
    const width = short < 0x80 ? 0 : short & 0x7f
    const length = width === 0 ? short : buffer.readUIntBE(at + 2, width)
    const start = at + 2 + width
    found.push({ tag, body: buffer.subarray(start, start + length) })
    at = start + length
  }
  return found
}

export function readInteger({ body }: Element): number {
  return body.readIntBE(0, body.length)
}

export function readOid({ body }: Element): string {
  const numbers: number[] = []
  let value = 0
  for (const octet of body) {
    value = value * 128 + (octet & 0x7f)
    if (octet < 0x80) {
      numbers.push(value)
      value = 0
    }
  }
  const [first = 0, ...rest] = numbers
  return [Math.floor(first / 40), first % 40, ...rest].join('.')
}
