// Facts of healthy targets, to be spoilt by each test, and so looser than the schemas.

export const systemFacts = {
  sysName: 'r1',
  sysDescr: '',
  sysObjectId: '1.3.6.1.4.1.9.1.1',
  sysLocation: '',
  sysContact: '',
  ipv6Forwarding: 'forwarding' as const,
  ipv6ForwardingSource: 'ipv6IpForwarding' as const,
  ipv4Forwarding: 'forwarding' as const,
  engineBoots: null,
}

export function row(address: string, of: string, changes: Record<string, unknown> = {}) {
  return {
    address,
    class: of,
    ifIndex: 2,
    ifName: 'wan0',
    prefixLength: 64,
    status: 'preferred',
    origin: 'manual',
    ...changes,
  }
}

export function addressFacts(addresses: unknown[], changes: Record<string, unknown> = {}) {
  return {
    source: 'ip_mib',
    table: addresses.length > 0 ? 'ok' : 'empty',
    tables: { ipAddressTable: addresses.length > 0 ? 'ok' : 'empty', ipv6AddrTable: 'no_such_object' },
    addresses,
    interfaces: [{ name: 'wan0', ifIndex: 2, operStatus: 'up', ipv6Enabled: null }],
    quirks: [],
    droppedRows: 0,
    truncated: false,
    ...changes,
  }
}

export function interfaceFacts(interfaces: Record<string, unknown>[], changes: Record<string, unknown> = {}) {
  return {
    interfaces: interfaces.map((one, index) => ({
      ifIndex: index + 1,
      name: `if${index + 1}`,
      descr: '',
      alias: '',
      type: 6,
      adminStatus: 'up',
      operStatus: 'up',
      speedMbps: 1000,
      mtu: 1500,
      tunnel: null,
      ...one,
    })),
    tunnelTable: 'no_such_object',
    truncated: false,
    ...changes,
  }
}

export function hostFacts(
  addresses: { address: string; class: string }[],
  changes: Record<string, unknown> = {},
) {
  return {
    host: 'www.test',
    a: { failure: null, rcode: 'NOERROR', addresses: ['10.0.0.1'], chain: [] },
    aaaa: { failure: addresses.length > 0 ? null : 'NODATA', rcode: 'NOERROR', addresses, chain: [] },
    authenticated: false,
    ...changes,
  }
}

/** A host that opens 80 and 443 with the same page over both families; `open` and the rest spoilt by endpoint. */
export function webFacts(
  endpoints: Record<string, unknown>[],
  changes: Record<string, unknown> = {},
  classes: Record<string, string> = {},
) {
  const all = endpoints.map((one) => {
    const port = one.port ?? 443
    const open = one.open ?? true
    return {
      family: 6,
      address: one.family === 4 ? '10.0.0.1' : '2001:db8::1',
      port,
      open,
      failure: null,
      status: open ? 200 : null,
      finalHost: open ? 'www.test' : null,
      certificate: open && port === 443 ? certificate() : null,
      ...one,
    }
  })
  const of = (family: number) => [
    ...new Set(all.filter((one) => one.family === family).map(({ address }) => address)),
  ]
  const a = of(4)
  const aaaa = of(6).map((address) => ({ address, class: classes[address] ?? 'global' }))
  const both = [4, 6].every((family) => all.some((one) => one.family === family && one.status !== null))
  return {
    host: 'www.test',
    a,
    aFailure: a.length > 0 ? null : 'NODATA',
    aaaa,
    aaaaFailure: aaaa.length > 0 ? null : 'NODATA',
    endpoints: all,
    content: both ? { sameStatus: true, sameFinalHost: true, body: 'same' } : null,
    ...changes,
  }
}

export function certificate(failure: string | null = null) {
  return {
    valid: failure === null,
    failure,
    fingerprint256: 'AA',
    validTo: '2023-01-01T00:00:00.000Z',
    subject: 'www.test',
  }
}

const answer = (failure: string | null) => ({
  good: failure === null,
  failure,
  rcode: failure === null ? 'NOERROR' : null,
})

/** One name server; each IPv6 address with what it said over UDP and TCP (null: good). */
export function server(
  name: string,
  ipv6: { address: string; class?: string; udp?: string | null; tcp?: string | null }[],
  { ipv4 = null as string | null, aaaaFailure = null as string | null } = {},
) {
  return {
    name,
    a: ['10.0.0.53'],
    aaaa: ipv6.map(({ address, class: of = 'global' }) => ({ address, class: of })),
    aaaaFailure: aaaaFailure ?? (ipv6.length > 0 ? null : 'NODATA'),
    ipv4: [{ address: '10.0.0.53', udp: answer(ipv4) }],
    ipv6: ipv6
      .filter(({ class: of = 'global' }) => of === 'global' || of === 'documentation')
      .map(({ address, udp = null, tcp = null }) => ({ address, udp: answer(udp), tcp: answer(tcp) })),
  }
}

export function zoneFacts(servers: ReturnType<typeof server>[], changes: Record<string, unknown> = {}) {
  return { zone: 'haiduong.test', failure: null, servers, serialsEqual: true, ...changes }
}
