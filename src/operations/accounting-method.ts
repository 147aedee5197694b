import type { Text } from '../model.ts'

/**
 * How the minutes of a line become its availability: everything that two honest people could reckon differently. Named
 * and versioned, and printed beside every figure that it made; a change is a new version.
 */
export type AccountingMethod = {
  /** Name and version, as "v6gov-1". */
  id: string
  name: Text
  /** Which of the addresses of the line's end must be silent for it to be down. */
  down: 'all_silent' | 'ipv4_silent' | 'any_silent'
  /** Silent looks in a row from which on it is an outage; fewer between answers change nothing. */
  looks: number
  /** What a minute is in which it was several things: what it was longest, or down as soon as it was down at all. */
  minute: 'longest' | 'any_down'
  /** Minutes of maintenance approved before it began: left out, or counted as what they were. */
  maintenance: 'apart' | 'counted'
  /** Minutes that nobody could see: left out, or counted as up. */
  unseen: 'apart' | 'up'
  /** Least share of the minutes, without maintenance, that must have been seen for a figure; 0 for any. */
  leastSeen: number
  /** Outages less than so many minutes apart are one incident. */
  mergeMinutes: number
  /** Decimals of the percentage, and which way it is rounded. */
  rounding: { decimals: number; way: 'down' | 'nearest' }
  /** The zone whose months and days count. */
  zone: 'Asia/Ho_Chi_Minh'
}

const byRules: AccountingMethod = {
  id: 'v6gov-1',
  name: {
    vi: 'Theo v6gov: gián đoạn khi cả IPv4 và IPv6 im lặng từ 3 lần đo liên tiếp; bảo trì và phút không đo được để riêng',
    en: 'By v6gov: down when IPv4 and IPv6 are both silent to 3 looks in a row; maintenance and unseen minutes apart',
  },
  down: 'all_silent',
  looks: 3,
  minute: 'longest',
  maintenance: 'apart',
  unseen: 'apart',
  leastSeen: 0.95,
  mergeMinutes: 5,
  rounding: { decimals: 2, way: 'down' },
  zone: 'Asia/Ho_Chi_Minh',
}

/** The first is the one that holds where a contract names no other. */
export const accountingMethods: readonly [AccountingMethod, ...AccountingMethod[]] = [
  byRules,
  {
    ...byRules,
    id: 'ipv4-1',
    name: {
      vi: 'Chỉ xét IPv4: gián đoạn khi IPv4 im lặng từ 3 lần đo liên tiếp',
      en: 'IPv4 alone: down when IPv4 is silent to 3 looks in a row',
    },
    down: 'ipv4_silent',
  },
  {
    ...byRules,
    id: 'dual-stack-1',
    name: {
      vi: 'Cả hai giao thức: gián đoạn khi IPv4 hoặc IPv6 im lặng từ 3 lần đo liên tiếp',
      en: 'Both families: down when IPv4 or IPv6 is silent to 3 looks in a row',
    },
    down: 'any_silent',
  },
  {
    ...byRules,
    id: 'strict-1',
    name: {
      vi: 'Chặt: một lần đo im lặng là gián đoạn, phút có gián đoạn tính trọn phút, bảo trì cũng tính',
      en: 'Strict: one silent look is an outage and takes its whole minute, and maintenance counts too',
    },
    looks: 1,
    minute: 'any_down',
    maintenance: 'counted',
  },
  {
    ...byRules,
    id: 'provider-1',
    name: {
      vi: 'Theo nhà mạng: phút không đo được coi là hoạt động, làm tròn đến gần nhất',
      en: "By the provider's count: unseen minutes are taken as up, rounded to the nearest",
    },
    unseen: 'up',
    leastSeen: 0,
    rounding: { decimals: 2, way: 'nearest' },
  },
]

/** The method of that id; the first for the empty one. Throws RangeError for one that this version does not know. */
export function accountingMethod(id: string): AccountingMethod {
  const found = id === '' ? accountingMethods[0] : accountingMethods.find((one) => one.id === id)
  if (found === undefined) throw new RangeError(`no accounting method is called "${id}"`)
  return found
}
