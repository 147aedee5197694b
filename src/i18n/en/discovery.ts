import type { discovery as vi } from '../vi/discovery.ts'

export const discovery: typeof vi = {
  title: 'Devices found',
  what: 'Devices that routers and switches know and the inventory does not hold: seen over LLDP, the next hop of a route, or in the neighbour tables (ARP, ND) of links that are not declared as links of users, Wi-Fi or providers. No IPv6 range is swept. Dismissing only hides the proposal; GOV-03 goes on counting the device as missing. Where it is a machine of users, enter that port in the column user_if of the device.',
  states: 'State of the proposals',
  open: 'To be decided',
  dismissed: 'Dismissed',
  none: 'There are none.',
  columns: {
    device: 'Device',
    unit: 'Unit',
    addresses: 'Management addresses',
    toldBy: 'Seen at, proof',
    decision: 'Decision',
  },
  sources: { lldp: 'LLDP', next_hop: 'next hop', neighbour: 'neighbour table' },
  proofOf: (name, source) => `Proof (${source}) of ${name}`,
  accept: 'Take into the inventory',
  dismiss: 'Dismiss',
  reason: 'Reason',
  restore: 'Consider again',
}
