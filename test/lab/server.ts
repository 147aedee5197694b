import { type Started, until } from '../helpers/process.ts'
import { logOf, v6gov, withSettings } from '../helpers/process-v6gov.ts'
import type { Namespaces } from './namespaces.ts'
import { type Pages, signIn } from './pages.ts'

/** Starts `v6gov serve`, in the node `core` unless another is given. */
export function startServer(lab: Namespaces, settings: Record<string, string>, node = 'core'): Started {
  return lab.start(node, v6gov('serve'), { env: withSettings(settings) })
}

/** Waits for the link to the first account and signs in with it. */
export async function signInAt(lab: Namespaces, server: Started): Promise<Pages> {
  const link = await until('the link to the first account is printed', 30_000, () => {
    const urls = logOf(server).map(({ url }) => String(url))
    const found = urls.find((url) => url.includes('/first-run'))
    if (found === undefined) throw new Error(`v6gov said: ${[...server.out, ...server.err].join('\n')}`)
    return found
  })
  return signIn(lab, link)
}
