/** Types of records by number (IANA, DNS parameters). */
const names = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [12, 'PTR'],
  [13, 'HINFO'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [29, 'LOC'],
  [33, 'SRV'],
  [35, 'NAPTR'],
  [39, 'DNAME'],
  [41, 'OPT'],
  [43, 'DS'],
  [44, 'SSHFP'],
  [46, 'RRSIG'],
  [47, 'NSEC'],
  [48, 'DNSKEY'],
  [50, 'NSEC3'],
  [51, 'NSEC3PARAM'],
  [52, 'TLSA'],
  [59, 'CDS'],
  [60, 'CDNSKEY'],
  [64, 'SVCB'],
  [65, 'HTTPS'],
  [255, 'ANY'],
  [257, 'CAA'],
])
const numbers = new Map([...names].map(([number, name]) => [name, number]))

/** `TYPE65280` where none is known (RFC 3597 5). */
export function typeName(number: number): string {
  return names.get(number) ?? `TYPE${number}`
}

/** Throws RangeError for a name that is not in the list. */
export function typeNumber(name: string): number {
  const number = numbers.get(name)
  if (number === undefined) throw new RangeError(`no type of record is called ${name}`)
  return number
}
