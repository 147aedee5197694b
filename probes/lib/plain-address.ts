import { isIPv6 } from 'node:net'
import { canonicalAddress } from './address-class.ts'
import { remembered } from './remembered.ts'

/** One spelling per address; the zone stays, for link-local addresses mean nothing without it. */
export const plainAddress = remembered((address) => {
  const [bare = '', zone] = address.split('%')
  const spelling = isIPv6(bare) ? canonicalAddress(bare) : bare
  return zone === undefined ? spelling : `${spelling}%${zone}`
}, 50_000)
