import type { SnmpCredential } from '../../../probes/probe.ts'
import type { DemoDevice } from './device.ts'
import { known } from './known.ts'
import type { Place, RouterOddity } from './places.ts'

/** Pass phrases of the demo network: invented, and good for nothing else. */
export const credentials: Record<string, SnmpCredential> = {
  'demo-v2c': { version: '2c', community: 'demo-haiduong' },
  'demo-v1': { version: '1', community: 'demo-haiduong' },
  'demo-v3': v3('demo-auth-2021', 'demo-priv-2021'),
  'demo-v3-old': v3('demo-auth-2019', 'demo-priv-2019'),
}

function v3(authKey: string, privKey: string): SnmpCredential {
  return {
    version: '3',
    user: 'v6gov',
    level: 'authPriv',
    authProtocol: 'sha256',
    authKey,
    privProtocol: 'aes',
    privKey,
  }
}

/** Which credential the inventory names for a router or what stands behind it, and which one the agent accepts. */
export function access(place: Place, oddity: RouterOddity): Pick<DemoDevice, 'credential' | 'accepts'> {
  const credential =
    oddity === 'v1'
      ? 'demo-v1'
      : oddity === 'v3_stale_key'
        ? 'demo-v3-old'
        : oddity === 'v3' || place.kind === 'platform'
          ? 'demo-v3'
          : 'demo-v2c'
  const accepted = credential === 'demo-v3-old' ? 'demo-v3' : credential
  return { credential, accepts: known(credentials[accepted]) }
}
