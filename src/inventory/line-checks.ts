import { classifyAddress } from '../../probes/lib/address-class.ts'
import type { Line } from '../model/inventory.ts'
import type { Check } from '../model.ts'
import type { CheckContext } from './check-context.ts'
import { checkOf, sshPort } from './check-of.ts'

/** Domain rules 3.7: silence to three looks at 20 s, and about ten packets a minute. */
const reachSeconds = 20
const reachPackets = 3
/** Domain rules 3.9: what averages over 5 minutes are made of. */
const countSeconds = 60

/** What is asked of a line: whether its end answers, and what is counted there. Often where a contract commits to figures. */
export function lineChecks(line: Line, context: CheckContext): Check[] {
  return [...reachChecks(line), ...counterChecks(line, context), ...peChecks(line, context)]
}

/** The customer edge by its WAN addresses; where none is entered, the next hop. */
function reachChecks(line: Line): Check[] {
  const { ceAddress = null, ceAddress6 = null, unit, code } = line
  const place = { unit, vantage: 'inside', host: `line:${code}` }
  if (ceAddress !== null || ceAddress6 !== null) {
    const settings = { address: ceAddress, address6: ceAddress6, packets: reachPackets, tcpPort: sshPort }
    const check = checkOf(line, 'reach-ping', settings)
    return [{ ...check, ...place, ...(hasSla(line) && { everySeconds: reachSeconds }) }]
  }
  const { nextHop: address, nextHop6 } = line
  // a link-local address is of that link alone
  const address6 = nextHop6 !== null && classifyAddress(nextHop6) !== 'link_local' ? nextHop6 : null
  if (address === null && address6 === null) return []
  return [{ ...checkOf(line, 'reach-ping', { address, address6 }), ...place }]
}

/** What the interface of the line's device counts. */
function counterChecks(line: Line, { agents }: CheckContext): Check[] {
  const { device, unit, ifName, level } = line
  const agent = device === null ? undefined : agents?.get(device)
  const name = ifName || (level === 'internet' ? null : agent?.tslcdIf)
  if (agent === undefined || !name) return []
  const { address, credential } = agent
  const check = checkOf(line, 'snmp-line', { address, credential, interface: name })
  return [
    {
      ...check,
      unit,
      vantage: 'inside',
      host: `device:${device}`,
      ...(hasSla(line) && { everySeconds: countSeconds }),
    },
  ]
}

/** The other end, where the provider lets us look. */
function peChecks(line: Line, { agents }: CheckContext): Check[] {
  const { peDevice, peIf, ceAddress = null, ceAddress6 = null, unit } = line
  const agent = peDevice === undefined ? undefined : agents?.get(peDevice)
  if (agent === undefined || peIf === undefined) return []
  const { address, credential } = agent
  const settings = { address, credential, interface: peIf, neighbour: ceAddress, neighbour6: ceAddress6 }
  return [{ ...checkOf(line, 'snmp-pe', settings), unit, vantage: 'inside', host: `device:${peDevice}` }]
}

/** Hours to restore a line can be told by rarer looks. */
function hasSla({ slaAvailabilityPct, slaRttMsP95, slaLossPct }: Line): boolean {
  return [slaAvailabilityPct, slaRttMsP95, slaLossPct].some((limit) => limit !== null)
}
