import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether nginx is installed (Debian: nginx-light); tests that need it are skipped else. */
export const hasNginx = spawnSync('nginx', ['-v']).status === 0

export type Nginx = { stop(): Promise<void> }

/** nginx in the foreground with these `server` blocks; `files` are served from the directory that `$root` stands for. */
export async function startNginx(
  servers: string,
  files: Record<string, string>,
  ports: { address: string; port: number }[],
): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), 'v6gov-nginx-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${directory}/${kind};`,
  )
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off; ${user} worker_processes 1; pid ${directory}/pid; error_log stderr warn;
events { worker_connections 64; }
http { access_log off; types { text/html html; } ${temporary.join(' ')}
${servers.replaceAll('$root', directory)}
}
`,
  )
  const child = spawn('nginx', ['-e', 'stderr', '-p', directory, '-c', join(directory, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const stop = async () => {
    const ended = child.exitCode !== null || once(child, 'exit')
    child.kill()
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
  for (const { address, port } of ports)
    if (!(await accepts(address, port, () => child.exitCode === null))) {
      await stop()
      throw new Error(`nginx does not listen on ${address} port ${port}: ${output}`)
    }
  return { stop }
}

export async function accepts(address: string, port: number, running: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100 && running(); tries++) {
    const socket = connect(port, address)
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (open) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

export async function freeTcpPort(address: string): Promise<number> {
  const server = createServer()
  server.listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
