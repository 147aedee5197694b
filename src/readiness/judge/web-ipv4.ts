import type { FactsOf } from '../../../probes/probe.ts'
import type { webDualStack } from '../../../probes/web-dual-stack.ts'
import type { Text } from '../../model.ts'
import { failureTexts } from '../failure-texts.ts'

type Facts = FactsOf<typeof webDualStack>

/**
 * What is known of a site's IPv4. absent: the DNS says that it has no A (NODATA, NXDOMAIN, or an alias to such a name).
 * seen: some address accepted or refused a connection. unseen: the A could not be had, or all of them were silent or
 * out of our reach, which may be our own network; nothing can then be compared with IPv4.
 */
export function ipv4Seen({ a, aFailure, endpoints }: Facts): 'absent' | 'seen' | 'unseen' {
  if (a.length === 0)
    return aFailure === 'NODATA' || aFailure === 'NXDOMAIN' || aFailure === 'CNAME_DANGLING'
      ? 'absent'
      : 'unseen'
  const answered = endpoints.some(
    ({ family, open, failure }) => family === 4 && (open || failure === 'TCP_REFUSED'),
  )
  return answered ? 'seen' : 'unseen'
}

/** Why IPv4 is unseen, for the end of a sentence. */
export function ipv4UnseenText({ a, aFailure, endpoints }: Facts): Text {
  if (a.length === 0) {
    const why = failureTexts[aFailure ?? 'NODATA']
    return { vi: `không tra được bản ghi A (${why.vi})`, en: `its A record could not be had (${why.en})` }
  }
  const failure = endpoints.find((one) => one.family === 4 && one.failure !== null)?.failure
  const why = failure ? failureTexts[failure] : null
  return {
    vi: `không địa chỉ IPv4 nào trả lời${why ? ` (${why.vi})` : ''}`,
    en: `no IPv4 address answers${why ? ` (${why.en})` : ''}`,
  }
}
