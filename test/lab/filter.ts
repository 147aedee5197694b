import { must } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

let tables = 0

/**
 * A rule of nftables on what the node forwards, or sends too. Each has a table of its own, so that many can stand at
 * once. Returns how to end it.
 */
export async function filter(
  lab: Namespaces,
  node: string,
  rule: string,
  hooks: ('forward' | 'output')[] = ['forward'],
): Promise<() => Promise<void>> {
  const table = `inet fault${tables++}`
  const chains = hooks.flatMap((hook) => [
    `add chain ${table} ${hook} { type filter hook ${hook} priority 0; }`,
    `add rule ${table} ${hook} ${rule}`,
  ])
  await must(lab.inside(node, ['nft', '-f', '-']), {
    input: [`add table ${table}`, ...chains, ''].join('\n'),
  })
  return async () => void (await must(lab.inside(node, ['nft', 'delete', 'table', ...table.split(' ')])))
}
