import type { DnsMessage } from './dns-message.ts'

/** Why a server could not answer, in its own words (Extended DNS Errors, RFC 8914). */
export type ExtendedError = { code: number; text: string }

const optionCode = 15
const titles = [
  ...['Other', 'Unsupported DNSKEY Algorithm', 'Unsupported DS Digest Type', 'Stale Answer', 'Forged Answer'],
  ...['DNSSEC Indeterminate', 'DNSSEC Bogus', 'Signature Expired', 'Signature Not Yet Valid'],
  ...['DNSKEY Missing', 'RRSIGs Missing', 'No Zone Key Bit Set', 'NSEC Missing', 'Cached Error', 'Not Ready'],
  ...['Blocked', 'Censored', 'Filtered', 'Prohibited', 'Stale NXDOMAIN Answer', 'Not Authoritative'],
  ...['Not Supported', 'No Reachable Authority', 'Network Error', 'Invalid Data'],
]

/** Codes of answers that do not stand up to validation, and of servers that were not reached. */
const [bogus, unreached] = [new Set([6, 7, 8, 9, 10, 11, 12]), new Set([22, 23])]

export function extendedErrorsIn({ additionals }: DnsMessage): ExtendedError[] {
  const opt = additionals.find((record) => record.type === 'OPT')
  const options = opt?.type === 'OPT' ? (opt.options as { code: number; data?: Buffer | undefined }[]) : []
  return options.flatMap(({ code, data }) =>
    code === optionCode && data && data.length >= 2
      ? [{ code: data.readUInt16BE(0), text: data.subarray(2).toString() }]
      : [],
  )
}

/** What a resolver says of its own failure; undefined when it does not say which of the two it is. */
export function sayOf(message: DnsMessage): 'bogus' | 'unreached' | undefined {
  const codes = extendedErrorsIn(message).map(({ code }) => code)
  if (codes.some((code) => bogus.has(code))) return 'bogus'
  return codes.some((code) => unreached.has(code)) ? 'unreached' : undefined
}

/** As dig prints it. */
export function extendedErrorText({ code, text }: ExtendedError): string {
  const title = titles[code]
  return `${code}${title === undefined ? '' : ` (${title})`}${text === '' ? '' : `: (${text})`}`
}
