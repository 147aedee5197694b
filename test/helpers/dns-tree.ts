import type { Endpoint } from '../../probes/probe.ts'
import { type Daemon, startKnot, startUnbound } from './dns-daemons.ts'

export const tree = { zone: 'haiduong.test', roots: ['10.0.0.1', '2001:db8::1'] }

const soa = '@ 300 SOA ns admin 1 3600 900 604800 300\n'

export type Tree = {
  /** What leads from the addresses of root and parent to their servers. */
  dial: Record<string, Endpoint>
  /** `address#port` of a resolver that validates from "test." on. */
  resolvers: string[]
  stop(): Promise<void>
}

/**
 * A root and "test." served by knot, at 10.0.0.1 and 10.0.0.2 (2001:db8::1 and ::2), the second signed; `delegation` is
 * what it holds of haiduong.test. `stubs` tells the resolver (unbound) where zones are that it cannot reach.
 */
export async function startTree(delegation: string, stubs: Record<string, Endpoint> = {}): Promise<Tree> {
  const daemons: Daemon[] = []
  try {
    const rootText = `$ORIGIN .\n${soa}@ 300 NS a.root.test.\na.root.test. 300 A 10.0.0.1
a.root.test. 300 AAAA 2001:db8::1\ntest. 300 NS ns.nic.test.\nns.nic.test. 300 A 10.0.0.2
ns.nic.test. 300 AAAA 2001:db8::2\n`
    const root = await startKnot({ '.': rootText })
    daemons.push(root)
    const parentText = `$ORIGIN test.\n$TTL 300\n${soa}@ NS ns.nic\nns.nic A 10.0.0.2\nns.nic AAAA 2001:db8::2
${delegation}\n`
    const parent = await startKnot({ test: parentText }, { signed: ['test'] })
    daemons.push(parent)
    const unbound = await startUnbound({ test: parent.endpoint, ...stubs }, [parent.dsOf('test')])
    daemons.push(unbound)
    return {
      dial: {
        '10.0.0.1': root.endpoint,
        '2001:db8::1': root.endpoint,
        '10.0.0.2': parent.endpoint,
        '2001:db8::2': parent.endpoint,
      },
      resolvers: [`${unbound.endpoint.address}#${unbound.endpoint.port}`],
      stop: async () => void (await Promise.all(daemons.map((daemon) => daemon.stop()))),
    }
  } catch (error) {
    await Promise.all(daemons.map((daemon) => daemon.stop()))
    throw error
  }
}
