// npm run fault -- 300: kills backup, restore, report, retention and migration with -9 at so many moments each
import { spawnSync } from 'node:child_process'

const [kills = '100'] = process.argv.slice(2)
const hours = String(6 * 3_600_000)
const options = ['vitest', 'run', 'test/fault/work.test.ts', '--testTimeout', hours]
const { status } = spawnSync('npx', options, { stdio: 'inherit', env: { ...process.env, KILLS: kills } })
process.exitCode = status ?? 1
