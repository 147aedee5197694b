import { classifyAddress } from '../../../probes/lib/address-class.ts'
import type { Attested } from './attested.ts'

/** ADR-03: what a looking glass showed of the block. It counts beside the sessions of the unit's own routers alone. */
export const announcement: Attested = {
  fields: [
    {
      name: 'prefix',
      label: { vi: 'Vùng địa chỉ được quảng bá', en: 'Block that is announced' },
      kind: 'prefix',
    },
    { name: 'asn', label: { vi: 'Từ hệ tự trị (số ASN)', en: 'By the AS (number)' }, kind: 'count' },
    {
      name: 'glass',
      label: { vi: 'Looking glass đã tra, ngày tra', en: 'Looking glass asked, and the day' },
      kind: 'line',
    },
  ],
  judge({ prefix = '', asn = '', glass = '' }, { options }) {
    const class_ = classifyAddress(prefix.split('/')[0] ?? '')
    const isGlobal = class_ === 'global' || (class_ === 'documentation' && options.treatDocumentationAsGlobal)
    return isGlobal
      ? {
          verdict: 'pass',
          because: {
            vi: `${glass} cho thấy AS${asn} quảng bá ${prefix}`,
            en: `${glass} shows ${prefix} announced by AS${asn}`,
          },
        }
      : {
          verdict: 'fail',
          because: { vi: `${prefix} không phải vùng toàn cầu`, en: `${prefix} is no global block` },
        }
  },
  flaw: ({ asn }) =>
    Number(asn) >= 1 && Number(asn) <= mostAsn
      ? null
      : { field: 'asn', message: { vi: 'phải từ 1 đến 4294967295', en: 'must be 1 to 4294967295' } },
}

const mostAsn = 2 ** 32 - 1
