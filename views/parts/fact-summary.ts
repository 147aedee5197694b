import type { ProbeName, probes } from '../../probes/index.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { Messages } from '../../src/i18n/messages.ts'
import type { Result } from '../../src/model.ts'

type Summaries = { [Name in ProbeName]: (facts: FactsOf<(typeof probes)[Name]>, t: Messages) => string }

const summaries: Summaries = {
  'prober-self-test': ({ ipv4, ipv6 }, { factSummary }) =>
    `${factSummary.works('IPv4', ipv4.working)}, ${factSummary.works('IPv6', ipv6.working)}`,
  'snmp-system': ({ sysName, ipv6Forwarding }, { factValues }) =>
    [sysName, `IPv6: ${factValues[ipv6Forwarding]}`].filter(Boolean).join(' · '),
  'snmp-reach': ({ ipv4, ipv6 }, { factValues }) => `IPv4 ${factValues[ipv4]}, IPv6 ${factValues[ipv6]}`,
  'snmp-interfaces': ({ interfaces }, { factSummary }) =>
    factSummary.interfaces(
      interfaces.length,
      interfaces.filter(({ operStatus }) => operStatus === 'up').length,
    ),
  'snmp-addresses': ({ addresses }, { factSummary }) => {
    const wide = addresses.filter((one) => one.class !== 'link_local' && one.class !== 'loopback')
    if (wide.length === 0) return factSummary.onlyLinkLocal(addresses.length)
    const more = wide.length > 2 ? ` +${wide.length - 2}` : ''
    return (
      wide
        .slice(0, 2)
        .map(({ address }) => address)
        .join(', ') + more
    )
  },
  'dns-address': ({ aaaa }, { factSummary }) =>
    aaaa.addresses.length > 0
      ? `AAAA ${aaaa.addresses.map(({ address }) => address).join(', ')}`
      : factSummary.noAaaa(aaaa.failure ?? aaaa.rcode),
  'dns-nameservers': ({ servers, failure }, { factSummary }) =>
    failure ??
    factSummary.nameservers(
      servers.length,
      servers.filter((server) => server.aaaa.length > 0).length,
      servers.filter((server) => server.ipv6.some(({ udp, tcp }) => udp.good && tcp.good)).length,
    ),
  'web-dual-stack': ({ aaaa, aaaaFailure, endpoints }, { factSummary }) => {
    const six = endpoints.filter(({ family }) => family === 6)
    if (aaaa.length === 0) return factSummary.noAaaa(aaaaFailure ?? 'NODATA')
    return factSummary.web(six.filter(({ open }) => open === true).length, six.length)
  },
}

/** What a look brought, in one line: the gist of its facts, or why there are none. */
export function summarise(probe: ProbeName, result: Result, t: Messages): string {
  if (!result.ok) return result.message
  try {
    return (summaries[probe] as (facts: unknown, t: Messages) => string)(result.facts, t)
  } catch {
    return '' // facts of an older release, of another shape
  }
}
