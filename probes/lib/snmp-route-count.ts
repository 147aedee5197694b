import type { Sample } from '../probe.ts'
import type { TableReader } from './snmp-capability.ts'

type Census = { facts: { ipv6Learned: boolean; ipv6Remote: boolean }; samples: Sample[] }

/** domain rules 3.6: longer tables are not walked. */
const mostRows = 5_000

const columns = ['inetCidrRouteType', 'inetCidrRouteProto'] as const
const oldColumns = ['ipv6RouteType', 'ipv6RouteProtocol'] as const

/**
 * Walks the whole forwarding table for how many routes there are and whether any IPv6 one leads beyond the links.
 * Null when it is too long.
 */
export async function countRoutes(
  reader: TableReader,
  inetCidrRouteNumber: number | null,
): Promise<Census | null> {
  if ((inetCidrRouteNumber ?? 0) > mostRows) return null
  const current = [...(await reader.walk('inetCidrRouteTable', columns, { maxRows: mostRows }))].map(
    ([index, row]) => ({
      isIpv6: /^[24]\./.test(index),
      isBeyondLink: !/^[24]\.(\d+\.)?(254\.(?:12[89]|1[3-8]\d|19[01])|255)\./.test(index), // fe80::/10 and ff00::/8
      type: row.inetCidrRouteType,
      proto: row.inetCidrRouteProto,
    }),
  )
  const old = [...(await reader.walk('ipv6RouteTable', oldColumns, { maxRows: mostRows }))].map(
    ([index, row]) => ({
      isIpv6: true,
      isBeyondLink: !/^(16\.)?(254\.(?:12[89]|1[3-8]\d|19[01])|255)\./.test(index),
      type: row.ipv6RouteType,
      proto: row.ipv6RouteProtocol,
    }),
  )
  const beyond = [...current, ...old].filter(({ isIpv6, isBeyondLink }) => isIpv6 && isBeyondLink)
  const count = (series: string, value: number): Sample => ({ series, kind: 'gauge', value })
  return {
    facts: {
      ipv6Learned: beyond.some(({ proto }) => proto !== 'local' && proto !== undefined && proto !== null),
      ipv6Remote: beyond.some(({ type }) => type === 'remote'),
    },
    samples: [
      count('routes.inetCidrRouteTable.ipv4', current.filter(({ isIpv6 }) => !isIpv6).length),
      count('routes.inetCidrRouteTable.ipv6', current.filter(({ isIpv6 }) => isIpv6).length),
      count('routes.ipv6RouteTable.ipv6', old.length),
    ],
  }
}
