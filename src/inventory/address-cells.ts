import { isIPv4, isIPv6 } from 'node:net'
import { Address6 } from 'ip-address'
import { blockText, readBlock } from '../address-plan/block.ts'
import { bad, type Cell, good } from './cell.ts'

/** The address of one host, dotted decimal without leading zeros. */
export const ipv4: Cell<string> = {
  read(cell) {
    if (cell.includes('/')) return prefixGiven(cell)
    if (!isIPv4(cell)) {
      const hint = isIPv6(cell) ? { vi: '; đây là địa chỉ IPv6', en: '; this is an IPv6 address' } : none
      return bad(
        'bad_ipv4',
        `"${cell}" không phải là địa chỉ IPv4${hint.vi}`,
        `"${cell}" is no IPv4 address${hint.en}`,
      )
    }
    const first = Number(cell.split('.')[0])
    return first === 0 || first >= 224 ? notAHost(cell) : good(cell) // RFC 6890
  },
  write: (value) => value,
}

/** The address of one host in any spelling, kept as RFC 5952 writes it. */
export const ipv6 = hostAddress6({ linkLocal: false })

/** A next hop stands on a named interface, so a link-local address says enough. */
export const nextHop6 = hostAddress6({ linkLocal: true })

function hostAddress6({ linkLocal }: { linkLocal: boolean }): Cell<string> {
  return {
    read(cell) {
      if (cell.includes('/')) return prefixGiven(cell)
      if (cell.includes('%'))
        return bad(
          'zone_id',
          `"${cell}": bỏ phần %… (vùng chỉ có nghĩa trên một máy)`,
          `"${cell}": leave out %… (a zone means something on one machine only, RFC 4007)`,
        )
      if (!isIPv6(cell)) {
        const hint = isIPv4(cell) ? { vi: '; đây là địa chỉ IPv4', en: '; this is an IPv4 address' } : none
        return bad(
          'bad_ipv6',
          `"${cell}" không phải là địa chỉ IPv6${hint.vi}`,
          `"${cell}" is no IPv6 address${hint.en}`,
        )
      }
      const address = new Address6(cell)
      const value = address.bigInt()
      if (value >> 32n === 0xffffn || (value >> 32n === 0n && value > 1n))
        // mapped, and compatible of old (RFC 4291 2.5.5)
        return bad(
          'ipv4_mapped',
          `"${cell}" là địa chỉ IPv4 viết dạng IPv6; ghi vào cột địa chỉ IPv4`,
          `"${cell}" is an IPv4 address in IPv6 notation; it belongs in the IPv4 column`,
        )
      const multicast = value >> 120n === 0xffn
      const onLink = value >> 118n === 0x3fan // fe80::/10
      if (value === 0n || multicast || (onLink && !linkLocal)) return notAHost(cell)
      return good(address.correctForm())
    },
    write: (value) => value,
  }
}

const none = { vi: '', en: '' }

function prefixGiven(cell: string) {
  return bad(
    'prefix_given',
    `"${cell}" là một vùng địa chỉ; ghi địa chỉ của thiết bị, không kèm /độ dài`,
    `"${cell}" is a prefix; write the address of the one host, without /length`,
  )
}

function notAHost(cell: string) {
  return bad(
    'not_a_host_address',
    `"${cell}" không thể là địa chỉ quản trị của một thiết bị`,
    `"${cell}" cannot be the address at which a host is reached`,
  )
}

/** A block of IPv6 addresses in any spelling, kept as RFC 5952 writes it. */
export const ipv6Prefix: Cell<string> = {
  read(cell) {
    const block = cell.includes('/') ? readBlock(cell) : null
    if (block === null) {
      const hint = isIPv6(cell) ? { vi: '; thiếu /độ dài', en: '; /length is missing' } : none
      return bad(
        'bad_prefix',
        `"${cell}" không phải là vùng địa chỉ IPv6, ví dụ 2001:db8:30::/48${hint.vi}`,
        `"${cell}" is no IPv6 prefix such as 2001:db8:30::/48${hint.en}`,
      )
    }
    const text = blockText(block)
    if (block.hostBits)
      return bad(
        'host_bits_set',
        `"${cell}" có bit máy khác 0; vùng chứa địa chỉ này là ${text}`,
        `"${cell}" has host bits set; the prefix around it is ${text}`,
      )
    return good(text)
  },
  write: (value) => value,
}
