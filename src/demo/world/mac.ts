import { chance } from './chance.ts'

/** Six octets of a MAC address that nobody was given: locally administered, the same for the same keys. */
export function macOf(seed: number, ...keys: (string | number)[]): number[] {
  const octet = (n: number) => Math.floor(chance(seed, 'mac', ...keys, n) * 256)
  return [0x02, 0x30, octet(1), octet(2), octet(3), octet(4)]
}
