import type { ProbeName, probes } from '../../probes/index.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { Messages, Words } from '../../src/i18n/messages.ts'
import type { Result } from '../../src/model.ts'
import { reasonOf, reasonTexts } from '../../src/readiness/reasons.ts'
import { differences } from '../differences.ts'

type Summaries = { [Name in ProbeName]: (facts: FactsOf<(typeof probes)[Name]>, t: Messages) => string }

const summaries: Summaries = {
  'prober-self-test': ({ ipv4, ipv6 }, { factSummary }) =>
    `${factSummary.works('IPv4', ipv4.working)}, ${factSummary.works('IPv6', ipv6.working)}`,
  'snmp-system': ({ sysName, ipv6Forwarding }, { factValues }) =>
    [sysName, `IPv6: ${factValues[ipv6Forwarding]}`].filter(Boolean).join(' · '),
  'snmp-reach': ({ ipv4, ipv6 }, { factValues }) => `IPv4 ${factValues[ipv4]}, IPv6 ${factValues[ipv6]}`,
  'snmp-counters': ({ interfaces }, { factSummary }) =>
    factSummary.interfaces(
      interfaces.length,
      interfaces.filter(({ operStatus }) => operStatus === 'up').length,
    ),
  'snmp-interfaces': ({ interfaces }, { factSummary }) =>
    factSummary.interfaces(
      interfaces.length,
      interfaces.filter(({ operStatus }) => operStatus === 'up').length,
    ),
  'snmp-line': ({ ifIndex, operStatus }, { factValues }) =>
    factValues[ifIndex === null ? 'not_present' : (operStatus ?? 'unknown')] ?? '?',
  'snmp-pe': ({ ifIndex, operStatus }, { factValues }) =>
    factValues[ifIndex === null ? 'not_present' : (operStatus ?? 'unknown')] ?? '?',
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
  'snmp-inventory': ({ vendor, model, serial, software }, { factSummary }) =>
    factSummary.inventory([vendor, model, serial, software].filter(Boolean).join(' · ')),
  'snmp-routes': ({ default6 }, { factSummary }) => {
    const [first] = default6
    return first ? factSummary.defaultRoute(first.nextHop ?? first.ifName ?? '?') : factSummary.noDefaultRoute
  },
  'snmp-neighbours': ({ sources }, { factSummary }) =>
    factSummary.neighbourTables(sources.ipv4 ?? '–', sources.ipv6 ?? '–'),
  'snmp-traffic': ({ system, interfaces }, { factSummary, factValues }) => {
    const best = interfaces.find(({ ipv6 }) => ipv6 === 'ok')?.ipv6 ?? system.ipv6
    return factSummary.trafficIpv6(factValues[best] ?? best)
  },
  'snmp-ra': ({ adverts }, { factSummary }) =>
    factSummary.adverts(adverts.filter(({ send }) => send).length, adverts.length),
  'snmp-bgp': ({ peers }, { factSummary }) =>
    factSummary.sessions(peers.length, peers.filter(({ established }) => established).length),
  'snmp-lldp': ({ neighbours }, { factSummary }) => factSummary.lldp(neighbours.length),
  'snmp-around': ({ stations, blocks, routes }, { factSummary }) =>
    factSummary.around(stations.length, blocks.length, routes.length),
  'snmp-wifi': ({ accessPoints }, { factSummary }) =>
    factSummary.accessPoints(accessPoints.length, accessPoints.filter(({ up }) => up).length),
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
  'dns-zone': ({ failure, servers, dnssec }, { factSummary, factValues }) => {
    if (failure !== null) return failure
    const glue = servers.filter((server) => server.glueFailure !== null).length
    const faults = servers.flatMap(({ addresses }) => addresses).filter((one) => one.faults.length > 0).length
    const signed = dnssec ? `DNSSEC: ${factValues[dnssec.status]}` : ''
    return [factSummary.zone(glue, faults), signed].filter(Boolean).join(', ')
  },
  'dns-ipv6-only': ({ cuts }, { factSummary }) =>
    factSummary.cuts(cuts.filter(({ working }) => working > 0).length, cuts.length),
  'dns-reverse': ({ zones, pointers }, { factSummary }) =>
    factSummary.reverse(
      zones.filter(({ failure }) => failure === null).length,
      zones.length,
      pointers.filter(({ failure }) => failure === null).length,
      pointers.length,
    ),
  'mail-inbound': ({ failure, nullMx, exchanges }, { factSummary }) => {
    if (failure !== null || nullMx) return failure ?? factSummary.noMail
    const working = exchanges.filter(({ ipv6 }) => ipv6.some(({ works }) => works))
    return factSummary.mailServers(working.length, exchanges.length)
  },
  'mail-outbound': ({ spf, senders }, { factSummary }) =>
    factSummary.spf(spf.coversIpv6, senders.filter(({ failure }) => failure === null).length, senders.length),
  'web-dependencies': ({ failure, firstParty }, { factSummary }) =>
    failure ??
    factSummary.dependencies(firstParty.filter(({ answers }) => answers === true).length, firstParty.length),
  'ipv4-sweep': ({ answered, tried }, { factSummary }) => factSummary.swept(answered.length, tried),
  'reach-anchors': ({ anchors }, { factSummary }) =>
    factSummary.anchors(anchors.filter(({ answered }) => answered).length, anchors.length),
  'reach-ports': ({ ipv4, ipv6 }) =>
    (
      [
        ['IPv4', ipv4],
        ['IPv6', ipv6],
      ] as const
    )
      .map(
        ([family, seen]) => `${family}: ${[...new Set(seen.flatMap(({ open }) => open))].join(', ') || '–'}`,
      )
      .join('; '),
  'dns-recursive': ({ servers }, { factSummary }) =>
    factSummary.resolvers(
      servers.filter(({ a, aaaa }) => a.answered && aaaa.answered).length,
      servers.length,
    ),
  'web-portal': ({ ipv4, ipv6 }, { factValues }) =>
    `IPv4: ${factValues[ipv4.outcome]}, IPv6: ${factValues[ipv6.outcome]}`,
  'reach-ping': ({ ipv4, ipv6 }, { factSummary }) =>
    [ipv4 && factSummary.pinged('IPv4', ipv4.answered), ipv6 && factSummary.pinged('IPv6', ipv6.answered)]
      .filter(Boolean)
      .join(', '),
}

/** What a look brought, in one line: the gist of its facts, or why there are none. */
export function summarise(probe: ProbeName, result: Result, { t, locale }: Words): string {
  if (!result.ok) return reasonTexts[reasonOf(result.error)][locale]
  try {
    return (summaries[probe] as (facts: unknown, t: Messages) => string)(result.facts, t)
  } catch {
    return '' // facts of an older release, of another shape
  }
}

/** A look and the one before in a line each; where the gist of both is the same, the first detail that differs. */
export function contrast(probe: ProbeName, before: Result, after: Result, words: Words): [string, string] {
  const gist: [string, string] = [summarise(probe, before, words), summarise(probe, after, words)]
  if (gist[0] !== gist[1]) return gist
  if (!before.ok || !after.ok) return [before.ok ? '' : before.message, after.ok ? '' : after.message]
  const [detail] = differences(before.facts, after.facts)
  if (detail === undefined) return gist
  const shown = (value: unknown) => `${detail.path.join(' ')}: ${JSON.stringify(value) ?? '–'}`.slice(0, 120)
  return [shown(detail.before), shown(detail.after)]
}
