import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { must, run, until } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

export type Certificates = { caFile: string; certificate: string; key: string }

/** A certificate authority of the lab's own, and one certificate from it for all names. */
export async function makeCertificates(directory: string, names: string[]): Promise<Certificates> {
  mkdirSync(directory, { recursive: true })
  const file = (name: string) => path.join(directory, name)
  const made = { caFile: file('ca.crt'), certificate: file('web.crt'), key: file('web.key') }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']
  const ca = ['-subj', '/CN=Lab CA', '-keyout', file('ca.key'), '-out', made.caFile]
  await must(['openssl', 'req', '-x509', ...newKey, ...ca])
  const subjects = names.map((name) => `DNS:${name}`).join(',')
  await must([
    ...['openssl', 'req', '-x509', ...newKey, '-CA', made.caFile, '-CAkey', file('ca.key')],
    ...['-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${subjects}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-keyout', made.key, '-out', made.certificate],
  ])
  return made
}

/** Starts nginx with one page on ports 80 and 443 of a unit's host, and waits until it serves. */
export async function startNginx(
  lab: Namespaces,
  node: 'u1h' | 'u2h' | 'u3h' | 'u4h',
  { names, title, families, tls }: { names: string[]; title: string; families: (4 | 6)[]; tls: Certificates },
): Promise<void> {
  const directory = path.join(lab.directory, `nginx-${node}`)
  mkdirSync(path.join(directory, 'html'), { recursive: true })
  const page = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>`
  writeFileSync(path.join(directory, 'html', 'index.html'), `${page}<p>Trang thông tin điện tử</p></html>\n`)
  const listen = families
    .map((family) => (family === 4 ? 'listen 80; listen 443 ssl;' : 'listen [::]:80; listen [::]:443 ssl;'))
    .join(' ')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/tmp;`)
    .join(' ')
  const config = path.join(directory, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; worker_processes 1; user root; pid ${directory}/pid; error_log ${directory}/error.log;
events { worker_connections 128; }
http {
  access_log off; ${temporary}
  server {
    ${listen}
    server_name ${names.join(' ')}; root ${directory}/html; default_type text/html; charset utf-8;
    ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};
  }
}
`,
  )
  lab.start(node, ['nginx', '-c', config, '-e', `${directory}/error.log`])
  const loopback = families.includes(4) ? '127.0.0.1' : '[::1]'
  const get = ['curl', '-sf', '-m', '1', '--cacert', tls.caFile, '--connect-to', `::${loopback}:`]
  await until(`nginx of ${node} serves`, 10_000, async () => {
    const { out } = await run(lab.inside(node, [...get, `https://${names[0]}/`]))
    return out.includes(title)
  })
}
