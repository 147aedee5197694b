import { Address6 } from 'ip-address'
import { classifyAddress } from '../../../probes/lib/address-class.ts'
import type { Attested } from './attested.ts'

/** ADR-01: the block that the unit was given, by whom, and under which decision (domain rules 1.6, 2.4). */
export const allocation: Attested = {
  fields: [
    { name: 'prefix', label: { vi: 'Vùng địa chỉ', en: 'Address block' }, kind: 'prefix' },
    {
      name: 'source',
      label: { vi: 'Nguồn cấp', en: 'Source' },
      kind: 'choice',
      options: [
        { value: 'vnnic', label: { vi: 'VNNIC (độc lập)', en: 'VNNIC (provider-independent)' } },
        { value: 'province', label: { vi: 'Phân bổ từ vùng của tỉnh', en: "From the province's block" } },
        { value: 'isp', label: { vi: 'Nhà cung cấp (phụ thuộc)', en: 'Provider (provider-assigned)' } },
      ],
    },
  ],
  judge({ prefix = '', source }, { options, flags, provinceBlocks }) {
    const class_ = classifyAddress(prefix.split('/')[0] ?? '')
    const isGlobal = class_ === 'global' || (class_ === 'documentation' && options.treatDocumentationAsGlobal)
    if (!isGlobal)
      return {
        verdict: 'fail',
        because: { vi: `${prefix} không phải vùng toàn cầu`, en: `${prefix} is no global block` },
      }
    if (source === 'isp' && flags.has('has_asn'))
      return {
        verdict: 'partial',
        because: {
          vi: `${prefix} của nhà cung cấp, trong khi hồ sơ ghi kết nối đa hướng`,
          en: `${prefix} is a provider's, while the profile claims multihoming`,
        },
      }
    if (source === 'province' && provinceBlocks.length === 0)
      return {
        verdict: 'unknown',
        reason: 'no_evidence',
        because: {
          vi: `${prefix} lấy từ vùng của tỉnh, nhưng nền tảng tỉnh chưa có xác nhận còn hiệu lực về vùng đó`,
          en: `${prefix} is said to come from the province's block, of which the platform states nothing in force`,
        },
      }
    if (source === 'province' && !isInside(prefix, provinceBlocks))
      return {
        verdict: 'fail',
        because: {
          vi: `${prefix} nằm ngoài vùng của tỉnh (${provinceBlocks.join(', ')})`,
          en: `${prefix} lies outside the province's block (${provinceBlocks.join(', ')})`,
        },
      }
    return {
      verdict: 'pass',
      because: { vi: `vùng địa chỉ ${prefix}`, en: `the block is ${prefix}` },
    }
  },
  flaw({ prefix = '' }) {
    const length = Number(prefix.split('/')[1])
    return length >= longestBlock && length <= shortestBlock
      ? null
      : { field: 'prefix', message: { vi: 'độ dài phải từ /16 đến /64', en: 'must be /16 to /64' } }
  },
}

/** Registries give a country's largest networks a /20 or so; less than a /64 is no network (RFC 7421). */
const longestBlock = 16
const shortestBlock = 64

function isInside(prefix: string, blocks: string[]): boolean {
  return blocks.some((block) => new Address6(prefix).isInSubnet(new Address6(block)))
}
