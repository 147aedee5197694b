import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Started } from '../helpers/process.ts'
import { resolvers, roots, startDns } from './dns.ts'
import { createNamespaces, type Namespaces } from './namespaces.ts'
import { connectNetwork, nodes } from './network.ts'
import { credentials, startSnmpd } from './snmp.ts'
import { makeCertificates, startNginx } from './web.ts'

export type Lab = Namespaces & {
  /** The agents of the units' routers. */
  agents: { u1: Started; u2: Started; u3: Started; u4: Started }
  /** Settings for a v6gov that runs in `core`: the lab's resolvers, credentials, certificate authority and anchors. */
  settings: Record<`V6GOV_${string}`, string>
}

/** Builds the network and starts its servers; what a failed start made is removed again. */
export async function startLab(): Promise<Lab> {
  const lab = await createNamespaces(nodes)
  try {
    await connectNetwork(lab)
    const names = {
      u1h: ['www.noivu.tinhmau.test', 'noivu.tinhmau.test'],
      u2h: ['yte.tinhmau.test'],
      u3h: ['huyenmau.tinhmau.test'],
      u4h: ['xamau.tinhmau.test'],
    }
    const tls = await makeCertificates(path.join(lab.directory, 'tls'), Object.values(names).flat())
    const [u1, u2, u3, u4] = await Promise.all([
      startSnmpd(lab, 'u1', { name: 'router-noivu', families: [4, 6] }),
      startSnmpd(lab, 'u2', { name: 'router-yte', families: [4] }),
      startSnmpd(lab, 'u3', { name: 'router-huyenmau', families: [4, 6] }),
      startSnmpd(lab, 'u4', { name: 'router-xamau', families: [6] }),
      startNginx(lab, 'u1h', { names: names.u1h, title: 'Sở Nội vụ', families: [4, 6], tls }),
      startNginx(lab, 'u2h', { names: names.u2h, title: 'Sở Y tế', families: [4], tls }),
      startNginx(lab, 'u3h', { names: names.u3h, title: 'Huyện Mẫu', families: [4, 6], tls }),
      startNginx(lab, 'u4h', { names: names.u4h, title: 'Xã Mẫu', families: [6], tls }),
      startDns(lab),
    ])
    const credentialsFile = path.join(lab.directory, 'credentials.json')
    writeFileSync(credentialsFile, JSON.stringify(credentials))
    return {
      ...lab,
      agents: { u1, u2, u3, u4 },
      settings: {
        V6GOV_RESOLVERS: resolvers,
        V6GOV_ANCHORS: ['53', '54', '35'].map((host) => `2001:db8:0:1::${host}#53`).join(','),
        V6GOV_ROOTS: roots,
        V6GOV_CREDENTIALS_FILE: credentialsFile,
        V6GOV_CA_FILE: tls.caFile,
        V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: '1',
        V6GOV_INSIDE_COUNTS_AS_OUTSIDE: '1',
      },
    }
  } catch (error) {
    await lab.remove()
    throw error
  }
}
