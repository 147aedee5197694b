import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpRa } from '../../../probes/snmp-ra.ts'
import type { Text } from '../../model.ts'
import type { Finding, UnknownReason } from '../criterion.ts'
import { joined, listed } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'
import { certainShare } from './possible.ts'

type Facts = FactsOf<typeof snmpRa>
type Link =
  | { name: string; is: 'good'; prefix: string }
  | { name: string; is: 'bad'; why: Text }
  | { name: string; is: 'unknown'; reason: UnknownReason; why: Text }

/** Share of the links from which on LAN-01 is partial. */
const partialShare = 0.5

/** LAN-01: every link towards users has a /64 and router advertisements (RFC 4861) of this device. */
export function judgeUserLinks(facts: Facts, names: string[]): Finding {
  const links = names.map((name) => linkOf(facts, name))
  const good = links.filter(({ is }) => is === 'good')
  const open = links.flatMap((link) => (link.is === 'unknown' ? [link] : []))
  const bad = links.flatMap((link) => (link.is === 'bad' ? [link] : []))
  const count = {
    vi: `${good.length}/${links.length} mạng người dùng có /64 và quảng bá RA`,
    en: `${good.length} of ${links.length} user links with a /64 and router advertisements`,
  }
  const tell = (some: { name: string; why: Text }[]): Text => {
    const inLocale = (locale: 'vi' | 'en') =>
      listed(some.map(({ name, why }) => `${name} ${why[locale]}`))[locale]
    return { vi: inLocale('vi'), en: inLocale('en') }
  }
  const certain = certainShare({ good: good.length, unknown: open.length, all: links.length }, partialShare)
  if (certain === null) return unknown(open[0]?.reason ?? 'no_evidence', joined(count, '; ', tell(open)))
  if (certain === 'pass') {
    const which = listed(links.flatMap((link) => (link.is === 'good' ? [`${link.name} ${link.prefix}`] : [])))
    return pass(joined(count, ': ', which))
  }
  return (certain === 'partial' ? partial : fail)(joined(count, '; ', tell([...bad, ...open])))
}

function linkOf(facts: Facts, name: string): Link {
  const named = facts.interfaces.find((one) => one.name === name)
  const open = (reason: UnknownReason, vi: string, en: string): Link => ({
    name,
    is: 'unknown',
    reason,
    why: { vi, en },
  })
  if (named === undefined) return open('no_evidence', 'chưa được đo', 'has not been looked at yet')
  const { ifIndex } = named
  if (ifIndex === null)
    return facts.truncated
      ? open('coverage_low', 'chưa tìm được vì không đọc hết bảng giao diện', 'was not found in a cut table')
      : open(
          'contradiction',
          'có trong kiểm kê nhưng thiết bị không có',
          'is in the inventory and not on the device',
        )
  const sends = facts.adverts.find((advert) => advert.ifIndex === ifIndex)?.send ?? null
  const prefix = facts.prefixes.find((one) => one.ifIndex === ifIndex && one.prefix.endsWith('/64'))?.prefix
  if (sends === true && prefix !== undefined) return { name, is: 'good', prefix }
  if (sends === false)
    return { name, is: 'bad', why: { vi: 'không quảng bá RA', en: 'sends no router advertisements' } }
  const advertsServed = isServed(facts, 'ipv6RouterAdvertTable')
  if (sends === null && !advertsServed)
    return open(
      'oid_not_supported',
      'chưa rõ RA: thiết bị không cung cấp ipv6RouterAdvertTable',
      'is unclear: the device serves no ipv6RouterAdvertTable',
    )
  if (facts.truncated) return open('coverage_low', 'không đọc được hết', 'could not be read completely')
  if (sends === null)
    return { name, is: 'bad', why: { vi: 'không có RA trong bảng', en: 'is in no row of the RA table' } }
  // with a prefix table its silence counts; else prefixes come from addresses, of which an agent may serve none
  if (isServed(facts, 'ipAddressPrefixTable') || facts.prefixes.some(({ from }) => from === 'addresses'))
    return { name, is: 'bad', why: { vi: 'không có tiền tố /64', en: 'has no /64 prefix' } }
  return open(
    'oid_not_supported',
    'chưa rõ tiền tố: thiết bị không cung cấp ipAddressPrefixTable',
    'is unclear: the device serves no ipAddressPrefixTable',
  )
}

function isServed({ tables }: Facts, table: string): boolean {
  return tables[table] === 'ok' || tables[table] === 'empty'
}
