import type { AddressClass } from '../../../probes/lib/address-class.ts'
import type { Text } from '../../model.ts'
import type { JudgeOptions } from '../criterion.ts'
import { listed } from '../wording.ts'

type Classed = { address: string; class: AddressClass }

/** Whether an address of this class may stand in public DNS or on an Internet interface (domain rules 4.6). */
export function isPublic(of: Pick<Classed, 'class'>, options: JudgeOptions): boolean {
  return of.class === 'global' || (of.class === 'documentation' && options.treatDocumentationAsGlobal)
}

const classTexts: Record<AddressClass, Text> = {
  global: { vi: 'toàn cầu', en: 'global' },
  teredo: { vi: 'Teredo', en: 'Teredo' },
  ietf_special: { vi: 'dành riêng của IETF', en: 'IETF special purpose' },
  documentation: { vi: 'dành cho tài liệu', en: 'documentation' },
  '6to4': { vi: '6to4', en: '6to4' },
  nat64: { vi: 'NAT64', en: 'NAT64' },
  discard: { vi: 'loại bỏ', en: 'discard-only' },
  v4_mapped: { vi: 'ánh xạ IPv4', en: 'IPv4-mapped' },
  loopback: { vi: 'loopback', en: 'loopback' },
  unspecified: { vi: 'không xác định', en: 'unspecified' },
  srv6_sid: { vi: 'SRv6 SID', en: 'SRv6 SID' },
  ula: { vi: 'cục bộ duy nhất (ULA)', en: 'unique local (ULA)' },
  link_local: { vi: 'link-local', en: 'link-local' },
  site_local: { vi: 'site-local', en: 'site-local' },
  multicast: { vi: 'multicast', en: 'multicast' },
  unallocated: { vi: 'chưa cấp phát', en: 'not allocated' },
}

/** "fe80::1 (link-local), fd00::1 (ULA)" for a sentence. */
export function addressesText(addresses: Classed[]): Text {
  const inLocale = (locale: 'vi' | 'en') =>
    listed(addresses.map(({ address, class: of }) => `${address} (${classTexts[of][locale]})`))[locale]
  return { vi: inLocale('vi'), en: inLocale('en') }
}
