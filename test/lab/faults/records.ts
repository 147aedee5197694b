import { mailRecords } from './mail.ts'
import { four, six } from './network.ts'
import { siteRecords } from './web.ts'

/** AAAA that must not be published, by the first label of the name that has one, and its class (domain rules 4.6). */
export const forbidden = {
  'link-local': ['fe80::1', 'link_local'],
  mapped: ['::ffff:10.9.0.80', 'v4_mapped'],
  ula: ['fd00::1', 'ula'],
  documentation: [six(80), 'documentation'],
  nat64: ['64:ff9b::a09:50', 'nat64'],
  unspecified: ['::', 'unspecified'],
  loopback: ['::1', 'loopback'],
  multicast: ['ff02::1', 'multicast'],
} as const

const chain = Array.from({ length: 10 }, (_, step) => `chain${step} CNAME chain${step + 1}`).join('\n')
const many = Array.from({ length: 60 }, (_, index) => `many AAAA ${six(index + 1)}`).join('\n')

/** Records of the sound zone that faults need, besides its name servers. */
export const soundRecords = `${siteRecords}
${mailRecords}
${Object.entries(forbidden)
  .map(([name, [address]]) => `${name} A ${four(80)}\n${name} AAAA ${address}`)
  .join('\n')}
ring1 CNAME ring2
ring2 CNAME ring1
${chain}
chain10 AAAA ${six(80)}
chain10 A ${four(80)}
dangling CNAME nowhere
many A ${four(80)}
${many}
spf-v4only TXT "v=spf1 a:v4only.sound.test -all"
spf TXT "v=spf1 a:www.sound.test -all"
refused A ${four(80)}
refused AAAA ${six(80)}
notauth A ${four(80)}
notauth AAAA ${six(80)}`
