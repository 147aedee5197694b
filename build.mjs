// Makes dist/: everything but native and optional packages in a few files, since to find and read a thousand of them takes
// most of the time that a command needs. Types are not checked (`npm run types` does that), so that a production install
// without the development packages builds too. Styles, fonts, htmx and uPlot are served from where they lie.
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/main.ts', 'src/demo/child.ts'],
  outdir: 'dist',
  outbase: '.',
  // as deep as the sources, so that what lies beside them is found from there too
  chunkNames: 'src/chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  external: ['@node-rs/argon2', 'better-sqlite3', 'pg', 'pg-boss'],
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // packages in CommonJS ask for Node's own modules by it
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)",
  },
  sourcemap: true,
  logLevel: 'warning',
})
for (const name of ['style', 'keys.js', 'charts.js', 'icon.svg'])
  cpSync(`views/${name}`, `dist/views/${name}`, { recursive: true })
chmodSync('dist/src/main.js', 0o755)
