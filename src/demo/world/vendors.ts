import type { Vendor } from './device.ts'

/** Makes of device, for their object identifiers and names of ports only: nothing else of them is imitated. */
export const vendors: Vendor[] = [
  {
    name: 'Cisco-like',
    objectId: '1.3.6.1.4.1.9.1.2068',
    ports: ['GigabitEthernet0/0/0', 'GigabitEthernet0/0/1', 'GigabitEthernet0/0/2'],
  },
  {
    name: 'Huawei-like',
    objectId: '1.3.6.1.4.1.2011.2.224.279',
    ports: ['GigabitEthernet0/0/8', 'GigabitEthernet0/0/0', 'GigabitEthernet0/0/9'],
  },
  { name: 'MikroTik-like', objectId: '1.3.6.1.4.1.14988.1', ports: ['ether1', 'ether2', 'ether3'] },
  { name: 'FortiGate-like', objectId: '1.3.6.1.4.1.12356.101.1.641', ports: ['wan1', 'internal', 'wan2'] },
  { name: 'UniFi-like', objectId: '1.3.6.1.4.1.41112', ports: ['eth0', 'eth1', 'eth2'] },
]
