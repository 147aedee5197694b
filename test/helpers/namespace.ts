import { spawnSync } from 'node:child_process'

/** Whether we may make network namespaces (root, unshare, ip, nft); tests that need them are skipped else. */
export const hasNamespaces =
  spawnSync('unshare', ['-n', '-m', 'sh', '-c', 'ip link set lo up && nft list ruleset && setpriv --version'])
    .status === 0

/**
 * Runs a module, given as text, in a network namespace of its own that these shell commands prepare, and returns what
 * it prints as JSON. `user` is a number; root where there is none. Mounts are its own too, and what it starts ends with
 * it.
 */
export function runInNamespace<T>(script: string, preparations: string[] = [], { user = 0 } = {}): T {
  const commands = [
    'ip link set lo up',
    ...preparations,
    `exec ${user === 0 ? '' : `setpriv --reuid ${user} --regid ${user} --clear-groups `}"$0" --import tsx --input-type=module -e "$1"`,
  ].join(' && ')
  const { stdout, stderr, status } = spawnSync(
    'unshare',
    ['-n', '-m', '-p', '-f', '--kill-child', 'sh', '-c', commands, process.execPath, script],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  )
  if (status !== 0) throw new Error(`ended with ${status}: ${stderr}${stdout}`)
  return JSON.parse(stdout) as T
}
