import type { LinkGrowth } from '../../model.ts'
import { wholeDevice } from '../../operations/fold-day.ts'
import { growthShare } from '../../operations/growth-share.ts'
import type { Finding } from '../criterion.ts'
import { reasonTexts } from '../reasons.ts'
import type { WindowSeen } from '../window.ts'
import { decimal, joined } from '../wording.ts'
import { fail, partial, pass, unknown } from './finding.ts'

/** Domain rules 2.4, USE-01. */
const target = 0.4
const least = 0.1

/**
 * USE-01: the share of IPv6 in what crossed the uplink (domain rules 3.5). `uplinks` are all of the device, the one to
 * be judged first.
 */
export function judgeTrafficShare(seen: WindowSeen, uplinks: string[]): Finding {
  const [uplink = ''] = uplinks
  const link = seen.growthOf(uplink)
  const device = seen.growthOf(wholeDevice)
  const share = growthShare(link, device, { uplinks: uplinks.length, expected: seen.expected })
  const dropped = droppedText(link)
  if (share.share === null) {
    const why = joined(`${uplink}: `, reasonTexts[share.reason], dropped)
    return unknown(share.reason, why)
  }
  const number = decimal(Math.floor(share.share * 1000 + 1e-6) / 10, 1)
  const because = joined(
    {
      vi: `IPv6 chiếm ${number.vi}% lưu lượng của ${uplink}`,
      en: `IPv6 is ${number.en} % of the traffic of ${uplink}`,
    },
    marks[share.mark],
    dropped,
  )
  if (share.share >= target) return pass(because)
  return share.share >= least ? partial(because) : fail(because)
}

const marks = {
  exact: { vi: '', en: '' },
  estimate: { vi: ' (ước lượng)', en: ' (estimate)' },
  whole_device: { vi: ' (toàn thiết bị)', en: ' (whole device)' },
}

/** "; bỏ 3 khoảng đo vì thiết bị khởi động lại hoặc bộ đếm không liên tục". */
function droppedText(growth: LinkGrowth | null) {
  const count = Object.values(growth?.dropped ?? {}).reduce((sum, one) => sum + one, 0)
  if (count === 0) return { vi: '', en: '' }
  return {
    vi: `; bỏ ${decimal(count).vi} khoảng đo vì thiết bị khởi động lại hoặc bộ đếm không liên tục`,
    en: `; left out ${decimal(count).en} times in which the device restarted or its counters were not continuous`,
  }
}
