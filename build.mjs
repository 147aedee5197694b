// Makes dist/: types are stripped without being checked (`npm run types` does that), so that a production
// install without the development packages builds too. Styles, fonts, htmx and uPlot are served from where they lie.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
for (const name of ['style', 'keys.js', 'charts.js', 'icon.svg'])
  cpSync(`views/${name}`, `dist/views/${name}`, { recursive: true })
chmodSync('dist/src/main.js', 0o755)
