import { forwarding, type MibModule, truthValue, upDown } from './mib-syntax.ts'

const neighbourType = { 1: 'other', 2: 'invalid', 3: 'dynamic', 4: 'static', 5: 'local' } as const
const neighbourState = {
  1: 'reachable',
  2: 'stale',
  3: 'delay',
  4: 'probe',
  5: 'invalid',
  6: 'unknown',
  7: 'incomplete',
} as const

const addressOrigin = { 1: 'other', 2: 'manual', 4: 'dhcp', 5: 'linklayer', 6: 'random' } as const
const addressStatus = {
  1: 'preferred',
  2: 'deprecated',
  3: 'invalid',
  4: 'inaccessible',
  5: 'unknown',
  6: 'tentative',
  7: 'duplicate',
  8: 'optimistic',
} as const

/** Addresses, neighbours and router advertisements. */
export const ipMib = {
  // IP-MIB, RFC 4293
  ipForwarding: { oid: '1.3.6.1.2.1.4.1', syntax: forwarding },
  ipv6IpForwarding: { oid: '1.3.6.1.2.1.4.25', syntax: forwarding },
  ipv6InterfaceEnableStatus: { oid: '1.3.6.1.2.1.4.30.1.5', syntax: upDown },
  ipAddressIfIndex: { oid: '1.3.6.1.2.1.4.34.1.3', syntax: 'unsigned' },
  ipAddressPrefix: { oid: '1.3.6.1.2.1.4.34.1.5', syntax: 'oid' },
  ipAddressOrigin: { oid: '1.3.6.1.2.1.4.34.1.6', syntax: addressOrigin },
  ipAddressStatus: { oid: '1.3.6.1.2.1.4.34.1.7', syntax: addressStatus },
  ipv6InterfaceForwarding: { oid: '1.3.6.1.2.1.4.30.1.8', syntax: forwarding },
  ipAddressPrefixOrigin: {
    oid: '1.3.6.1.2.1.4.32.1.5',
    syntax: { 1: 'other', 2: 'manual', 3: 'wellknown', 4: 'dhcp', 5: 'routeradv' },
  },
  ipAddressPrefixOnLinkFlag: { oid: '1.3.6.1.2.1.4.32.1.6', syntax: truthValue },
  ipAddressPrefixAutonomousFlag: { oid: '1.3.6.1.2.1.4.32.1.7', syntax: truthValue },
  ipAdEntIfIndex: { oid: '1.3.6.1.2.1.4.20.1.2', syntax: 'unsigned' },
  ipNetToMediaPhysAddress: { oid: '1.3.6.1.2.1.4.22.1.2', syntax: 'octets', isPrivate: 'value' },
  ipNetToMediaType: {
    oid: '1.3.6.1.2.1.4.22.1.4',
    syntax: { 1: 'other', 2: 'invalid', 3: 'dynamic', 4: 'static' },
  },
  ipNetToPhysicalPhysAddress: { oid: '1.3.6.1.2.1.4.35.1.4', syntax: 'octets', isPrivate: 'value' },
  ipNetToPhysicalType: { oid: '1.3.6.1.2.1.4.35.1.6', syntax: neighbourType },
  ipNetToPhysicalState: { oid: '1.3.6.1.2.1.4.35.1.7', syntax: neighbourState },
  ipDefaultRouterLifetime: { oid: '1.3.6.1.2.1.4.37.1.4', syntax: 'unsigned' }, // seconds, 65535 for ever
  ipv6RouterAdvertSendAdverts: { oid: '1.3.6.1.2.1.4.39.1.2', syntax: truthValue },
  ipv6RouterAdvertManagedFlag: { oid: '1.3.6.1.2.1.4.39.1.5', syntax: truthValue },
  ipv6RouterAdvertOtherConfigFlag: { oid: '1.3.6.1.2.1.4.39.1.6', syntax: truthValue },
  ipv6RouterAdvertLinkMTU: { oid: '1.3.6.1.2.1.4.39.1.7', syntax: 'unsigned' }, // 0: none advertised
  ipv6RouterAdvertDefaultLifetime: { oid: '1.3.6.1.2.1.4.39.1.11', syntax: 'unsigned' }, // seconds

  // IPV6-MIB, RFC 2465: older, still the only one on printers and Windows
  ipv6Forwarding: { oid: '1.3.6.1.2.1.55.1.1', syntax: forwarding },
  ipv6AddrPfxLength: { oid: '1.3.6.1.2.1.55.1.8.1.2', syntax: 'integer' },
  ipv6AddrStatus: {
    oid: '1.3.6.1.2.1.55.1.8.1.5',
    syntax: { 1: 'preferred', 2: 'deprecated', 3: 'invalid', 4: 'inaccessible', 5: 'unknown' },
  },
  ipv6IfDescr: { oid: '1.3.6.1.2.1.55.1.5.1.2', syntax: 'text' },
  ipv6IfAdminStatus: { oid: '1.3.6.1.2.1.55.1.5.1.9', syntax: upDown },
  ipv6NetToMediaPhysAddress: { oid: '1.3.6.1.2.1.55.1.12.1.2', syntax: 'octets', isPrivate: 'value' },
  ipv6NetToMediaType: {
    oid: '1.3.6.1.2.1.55.1.12.1.3',
    syntax: { 1: 'other', 2: 'dynamic', 3: 'static', 4: 'local' },
  },
  ipv6IfNetToMediaState: {
    oid: '1.3.6.1.2.1.55.1.12.1.4',
    syntax: { 1: 'reachable', 2: 'stale', 3: 'delay', 4: 'probe', 5: 'invalid', 6: 'unknown' },
  },

  // CISCO-IETF-IP-MIB: a draft of today's IP-MIB, the only one on old IOS; same index as ipAddressTable
  cIpAddressIfIndex: { oid: '1.3.6.1.4.1.9.10.86.1.1.2.1.3', syntax: 'unsigned' },
  cIpAddressPrefix: { oid: '1.3.6.1.4.1.9.10.86.1.1.2.1.5', syntax: 'oid' },
  cIpAddressOrigin: { oid: '1.3.6.1.4.1.9.10.86.1.1.2.1.6', syntax: addressOrigin },
  cIpAddressStatus: { oid: '1.3.6.1.4.1.9.10.86.1.1.2.1.7', syntax: addressStatus },
  cIpv6Forwarding: { oid: '1.3.6.1.4.1.9.10.86.1.2.1', syntax: forwarding },
} as const satisfies MibModule
