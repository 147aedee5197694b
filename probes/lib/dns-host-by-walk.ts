import { type AddressClass, canonicalAddress, classifyAddress } from './address-class.ts'
import { printableName, sameName } from './dns-name.ts'
import type { Walk } from './dns-walk.ts'
import type { FailureClass } from './failure-class.ts'

/** AAAA of a host; `failure` is null exactly when there are addresses. They are sorted. */
export type HostByWalk = {
  failure: FailureClass | null
  addresses: { address: string; class: AddressClass }[]
}

/** Longest chain of aliases that counts as sound (domain rules 4.2, D1). */
const maxChain = 8

/** Finds the AAAA of a host from the root on, following aliases from zone to zone. */
export async function findHostByWalk(walk: Walk, host: string): Promise<HostByWalk> {
  const seen = [host]
  for (let owner = host; seen.length <= maxChain + 1; seen.push(owner)) {
    const { cuts, failure } = await walk.to(owner)
    if (failure === 'NXDOMAIN') return without(seen.length > 1 ? 'CNAME_DANGLING' : 'NXDOMAIN')
    const zone = cuts.at(-1)
    if (failure !== null || zone === undefined) return without(failure ?? 'NODATA')
    const reply = await walk.ask(zone, { name: owner, type: 'AAAA' })
    if (!('message' in reply)) return without(reply.failure)
    const { answers, rcode } = reply.message
    if (rcode === 'NXDOMAIN') return without(seen.length > 1 ? 'CNAME_DANGLING' : 'NXDOMAIN')
    const own = answers.filter((record) => sameName(record.name, owner))
    const found = own.flatMap((record) => (record.type === 'AAAA' ? [canonicalAddress(record.data)] : []))
    if (found.length > 0)
      return {
        failure: null,
        addresses: [...new Set(found)]
          .sort()
          .map((address) => ({ address, class: classifyAddress(address) })),
      }
    const alias = own.find(({ type }) => type === 'CNAME')
    if (alias?.type !== 'CNAME') return without('NODATA')
    owner = printableName(alias.data)
    if (seen.includes(owner)) return without('CNAME_LOOP')
  }
  return without('CNAME_LOOP')
}

function without(failure: FailureClass): HostByWalk {
  return { failure, addresses: [] }
}
