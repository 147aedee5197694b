// Makes dist/: types are stripped without being checked (`npm run types` does that), so that a production
// install without the development packages builds too. Styles, fonts and htmx are served from where they lie.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
mkdirSync('dist/views', { recursive: true })
copyFileSync('views/style.css', 'dist/views/style.css')
chmodSync('dist/src/main.js', 0o755)
