import { isIPv4 } from 'node:net'
import { z } from 'zod'
import { addressText, parsePrefix } from './ip-prefix.ts'

/** The widest range that may be swept: who stands in it gets two packets each. */
const shortestLength = 24

/** A small IPv4 range, "10.30.5.0/24": at most 256 addresses, no host bits. */
export const sweepRange = z.string().refine((text) => {
  const [address = '', length = '', ...rest] = text.split('/')
  const range = rest.length === 0 && /^\d{2}$/.test(length) && isIPv4(address) ? parsePrefix(text) : null
  return range !== null && range.length >= shortestLength && addressText(4, range.octets) === address
}, `not an IPv4 range of /${shortestLength} to /32 without host bits`)
