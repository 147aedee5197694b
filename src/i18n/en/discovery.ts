import type { discovery as vi } from '../vi/discovery.ts'

export const discovery: typeof vi = {
  title: 'Devices found',
  what: 'Network devices that routers and switches see over LLDP and that the inventory does not hold. No address range is swept. Dismissing only hides the proposal; GOV-03 goes on counting the device as missing.',
  states: 'State of the proposals',
  open: 'To be decided',
  dismissed: 'Dismissed',
  none: 'There are none.',
  columns: {
    device: 'Device',
    unit: 'Unit',
    addresses: 'Management addresses',
    toldBy: 'Seen at',
    proof: 'Proof',
    decision: 'Decision',
  },
  proofOf: (name) => `LLDP proof of ${name}`,
  accept: 'Take into the inventory',
  dismiss: 'Dismiss',
  reason: 'Reason',
  restore: 'Consider again',
}
