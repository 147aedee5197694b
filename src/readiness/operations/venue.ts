import type { FactsOf } from '../../../probes/probe.ts'
import type { snmpNeighbours } from '../../../probes/snmp-neighbours.ts'
import type { webPortal } from '../../../probes/web-portal.ts'
import type { Hotspot } from '../../model/inventory.ts'
import type { Observation, Text } from '../../model.ts'
import type { LineEvidence } from '../../operations/line-figures.ts'
import type { ApState } from '../../operations/wifi-figures.ts'
import type { JudgeOptions } from '../criterion.ts'
import { decimal, joined, listed } from '../wording.ts'

/** What an access point is by the newest look at it. */
export type ApNow = { name: string; state: ApState; evidence: LineEvidence | null }

/** The newest look at the neighbours of one network that guests of a site are behind; null: nobody looks there. */
export type GuestsNow = { interfaces: string[]; look: SiteTest | null }

/** The newest look of somebody in the site: `isFresh` false where it is too old to say anything of now. */
export type SiteTest = { observation: Observation; isFresh: boolean }

export type VenueVerdict = 'pass' | 'partial' | 'fail' | 'unknown'
type Part = { verdict: VenueVerdict; because: Text; evidence: LineEvidence | null }

/** Whether a site serves its guests, in one sentence, and the parts that this rests on. */
export type Venue = { verdict: VenueVerdict; because: Text; parts: Part[] }

/**
 * One verdict on a public Wi-Fi site: access points up, and guests getting through to a page over both families. That access
 * points are up proves a site only in part, as inside looks do public services (domain rules 4.1): nobody tried it.
 */
export function venueOf(
  site: Pick<Hotspot, 'apContracted' | 'aps'>,
  aps: ApNow[],
  test: SiteTest | null,
  guests: GuestsNow[] = [],
  options: Pick<JudgeOptions, 'treatDocumentationAsGlobal'> = { treatDocumentationAsGlobal: false },
): Venue {
  const air = judgeAir(aps, site.apContracted ?? site.aps.length)
  const ways = judgeWays(test)
  const addresses = judgeAddresses(guests, options)
  const verdict = verdictOf(air, ways, addresses)
  const parts = [air, ...ways, ...addresses]
  const because = joined(
    said[verdict],
    ...parts.flatMap((part, index) => [index === 0 ? ': ' : '; ', part.because]),
  )
  return { verdict, because, parts }
}

const said: Record<VenueVerdict, Text> = {
  pass: { vi: 'Điểm phục vụ bình thường', en: 'The site serves its guests' },
  partial: { vi: 'Điểm phục vụ một phần', en: 'The site serves in part' },
  fail: { vi: 'Điểm không phục vụ được', en: 'The site does not serve' },
  unknown: { vi: 'Chưa xác định được điểm có phục vụ', en: 'It is not known whether the site serves' },
}

function verdictOf(air: Part, [ipv4, ipv6]: Part[], addresses: Part[]): VenueVerdict {
  if (air.verdict === 'fail' || ipv4?.verdict === 'fail') return 'fail'
  if (air.verdict === 'unknown') return 'unknown'
  const isWhole = [air, ipv4, ipv6].every((part) => part?.verdict === 'pass')
  // where no guest was met just now nothing is known of addresses, of which somebody inside has shown that they are given
  return isWhole && !addresses.some(({ verdict }) => verdict === 'partial') ? 'pass' : 'partial'
}

function judgeAir(aps: ApNow[], contracted: number): Part {
  const of = (...states: ApState[]) => aps.filter(({ state }) => states.includes(state))
  const [up, down] = [of('up'), of('down')]
  const open = Math.max(0, contracted - up.length - down.length)
  const evidence = (down[0] ?? up[0] ?? aps[0])?.evidence ?? null
  if (contracted === 0)
    return {
      verdict: 'unknown',
      because: { vi: 'kiểm kê chưa ghi AP nào của điểm', en: 'the inventory names no AP of it' },
      evidence,
    }
  const [n, all] = [decimal(up.length), decimal(contracted)]
  const because = joined(
    { vi: `${n.vi}/${all.vi} AP hoạt động`, en: `${n.en} of ${all.en} APs up` },
    down.length === 0
      ? ''
      : joined(' (', listed(down.map(({ name }) => name)), { vi: ' ngừng', en: ' down' }, ')'),
    open === 0 ? '' : { vi: `, ${open} AP không có số đo`, en: `, ${open} not measured` },
  )
  if (up.length >= contracted) return { verdict: 'pass', because, evidence }
  if (up.length > 0) return { verdict: 'partial', because, evidence }
  return { verdict: open === 0 ? 'fail' : 'unknown', because, evidence }
}

function judgeWays(test: SiteTest | null): Part[] {
  const untried = (because: Text): Part[] => [{ verdict: 'unknown', because, evidence: evidenceOf(test) }]
  if (test === null)
    return untried({ vi: 'chưa có điểm đo thử từ trong điểm', en: 'nobody tries it from within the site' })
  if (!test.isFresh || !test.observation.result.ok)
    return untried({
      vi: 'phép thử từ trong điểm không còn số đo',
      en: 'the test from within the site tells nothing now',
    })
  const facts = test.observation.result.facts as FactsOf<typeof webPortal>
  return (['ipv4', 'ipv6'] as const).map((family): Part => {
    const name = family === 'ipv4' ? 'IPv4' : 'IPv6'
    const { outcome, portalAnswers } = facts[family]
    const isThrough = outcome === 'open' || (outcome === 'portal' && portalAnswers !== false)
    return {
      verdict: isThrough ? 'pass' : family === 'ipv4' ? 'fail' : 'partial',
      because: joined(
        { vi: `qua ${name} `, en: `over ${name} ` },
        outcome === 'portal' && !isThrough ? deadPortal : outcomes[outcome],
      ),
      evidence: evidenceOf(test),
    }
  })
}

/** DHCP and router advertisements by what they come to: the addresses of the guests that the router has as neighbours. */
function judgeAddresses(
  guests: GuestsNow[],
  { treatDocumentationAsGlobal }: Pick<JudgeOptions, 'treatDocumentationAsGlobal'>,
): Part[] {
  if (guests.length === 0) return []
  const seen = guests.flatMap(({ interfaces, look }) => {
    if (!look?.isFresh || !look.observation.result.ok) return []
    const facts = look.observation.result.facts as FactsOf<typeof snmpNeighbours>
    return [{ look, links: facts.interfaces.filter(({ name }) => interfaces.includes(name)) }]
  })
  const links = seen.flatMap((one) => one.links)
  const evidence = evidenceOf(seen[0]?.look ?? guests[0]?.look ?? null)
  if (links.length === 0) return [{ verdict: 'unknown', because: neighboursSilent, evidence }]
  const has4 = links.some(({ ipv4 }) => ipv4)
  const has6 = links.some(({ ipv6Classes }) =>
    ipv6Classes.some((one) => one === 'global' || (treatDocumentationAsGlobal && one === 'documentation')),
  )
  const verdict = has4 && has6 ? 'pass' : has4 || has6 ? 'partial' : 'unknown'
  return [{ verdict, because: given[has4 ? (has6 ? 'both' : 'ipv4') : has6 ? 'ipv6' : 'none'], evidence }]
}

const neighboursSilent: Text = {
  vi: 'bảng láng giềng của mạng khách không còn số đo',
  en: "the neighbour table of the guests' network tells nothing now",
}

const given: Record<'both' | 'ipv4' | 'ipv6' | 'none', Text> = {
  both: { vi: 'khách được cấp địa chỉ IPv4 và IPv6', en: 'guests are given IPv4 and IPv6 addresses' },
  ipv4: { vi: 'khách chỉ được cấp địa chỉ IPv4', en: 'guests are given only IPv4 addresses' },
  ipv6: { vi: 'khách chỉ được cấp địa chỉ IPv6', en: 'guests are given only IPv6 addresses' },
  none: {
    vi: 'không thấy khách nào trong bảng láng giềng',
    en: 'no guest is in the neighbour table',
  },
}

const outcomes: Record<FactsOf<typeof webPortal>['ipv4']['outcome'], Text> = {
  open: { vi: 'khách ra thẳng Internet', en: 'guests get straight to the Internet' },
  portal: { vi: 'khách gặp trang đăng nhập', en: 'guests meet the portal' },
  no_answer: { vi: 'khách không được trả lời', en: 'guests get no answer' },
  no_address: { vi: 'trang thử không có địa chỉ', en: 'the page tried has no address' },
}

const deadPortal: Text = {
  vi: 'trang đăng nhập không trả lời',
  en: 'the portal that guests are sent to gives no answer',
}

function evidenceOf(test: SiteTest | null): LineEvidence | null {
  return test && { checkId: test.observation.checkId, firstDueAt: test.observation.firstDueAt }
}
