import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { run, type Started, until } from '../../helpers/process.ts'
import type { Authority, Certificate } from '../../helpers/web-certificates.ts'
import type { Namespaces } from '../namespaces.ts'
import { behind4, behind6, four, six } from './network.ts'

/** A page of many lines that differ, so that their order can be told. */
const lines = Array.from({ length: 60 }, (_, line) => {
  const words = ['thủ tục', 'hành chính', 'tiếp công dân', 'văn bản', 'lịch làm việc', 'tin tức', 'liên hệ']
  return `<li><a href="/muc-${line}">${[1, 3, 5].map((step) => words[(line * step) % words.length]).join(' ')} số ${line}</a>`
})
const pageOf = (items: string[]) =>
  `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Sở Mẫu</title><ul>${items.join('\n')}</ul></html>\n`
/** The same octets in another order. */
const shuffled = lines.toSorted((one, other) => (one.slice(-6) < other.slice(-6) ? -1 : 1)).toReversed()

type Certificates = Record<'sound' | 'older' | 'expired' | 'other' | 'untrusted', Certificate>

/** What a site does over IPv6; over IPv4 each shows the page, with a sound certificate. In the words of nginx. */
type Site = {
  number: number
  certificate?: keyof Certificates
  tls?: false
  location?: string
  /** What port 80 does otherwise. */
  plainly?: string
}

/** Sites by the first label of their names, and the numbers of their IPv6 addresses. */
export const sites = {
  www: { number: 80 },
  refusing: { number: 101 },
  silent: { number: 102 },
  unreachable: { number: 103 },
  misnamed: { number: 104, certificate: 'other' },
  expired: { number: 105, certificate: 'expired' },
  untrusted: { number: 106, certificate: 'untrusted' },
  older: { number: 107, certificate: 'older' },
  plain: { number: 108, tls: false },
  ring: { number: 109, location: 'return 302 https://$host$request_uri;' },
  headers: { number: 110, location: 'include $root/headers;' },
  slow: { number: 111, location: 'limit_rate 1;' },
  dripping: { number: 117, location: 'limit_rate 1; limit_rate_after 500;' },
  failing: { number: 112, location: 'return 503;' },
  shuffled: { number: 113, location: 'try_files /shuffled.html =404;' },
  defaulted: { number: 118, plainly: 'try_files /shuffled.html =404;' },
  leading: { number: 114, location: 'return 302 https://v4only.sound.test/;' },
  bomb: {
    number: 115,
    location: 'default_type text/html; add_header Content-Encoding gzip; try_files /bomb =404;',
  },
  endless: { number: 116, location: 'default_type text/html; try_files /endless =404;' },
} satisfies Record<string, Site>

export const siteName = (site: keyof typeof sites | 'v4only') => `${site}.sound.test`

/** A and AAAA of the sites, as lines of the sound zone. */
export const siteRecords = [
  ...Object.entries(sites).flatMap(([name, { number }]) => [
    `${name} A ${four(80)}`,
    `${name} AAAA ${six(number)}`,
  ]),
  `v4only A ${four(80)}`,
  `behind A ${behind4}\nbehind AAAA ${behind6}`,
].join('\n')

export type FaultWeb = { behind: Started }

/** Starts nginx with all the sites, and another one in `behind`, as one process that can be stopped. */
export async function startFaultWeb(lab: Namespaces, good: Authority, bad: Authority): Promise<FaultWeb> {
  const name = '*.sound.test'
  const certificates: Certificates = {
    sound: good.issue(name),
    older: good.issue(name, 5),
    expired: good.issue(name, -1),
    other: good.issue('other.test'),
    untrusted: bad.issue(name),
  }
  const root = path.join(lab.directory, 'web')
  mkdirSync(root, { recursive: true })
  const file = (name: string, content: string | Buffer) => writeFileSync(path.join(root, name), content)
  file('index.html', pageOf(lines))
  file('small.html', pageOf([]))
  file('shuffled.html', pageOf(shuffled))
  file('headers', Array.from({ length: 10_000 }, (_, n) => `add_header X-${n} ${n};\n`).join(''))
  file('bomb', Buffer.concat(new Array<Buffer>(40).fill(gzipSync(Buffer.alloc(50_000_000)))))
  await run(['truncate', '-s', '100G', path.join(root, 'endless')])

  const entries: [string, Site][] = Object.entries(sites)
  const over6 = entries.flatMap(([name, { number, certificate = 'sound', tls, location = '', plainly }]) =>
    [
      { listen: `[${six(number)}]:80`, does: plainly ?? location },
      { listen: `[${six(number)}]:443${tls === false ? '' : ' ssl'}`, does: location },
    ].map(({ listen, does }) =>
      serverBlock({
        listen: [listen],
        name: `${name}.sound.test`,
        certificate: certificates[certificate],
        location: does.replaceAll('$root', root),
      }),
    ),
  )
  const over4 = serverBlock({
    listen: [`${four(80)}:80`, `${four(80)}:443 ssl`],
    name: '_',
    certificate: certificates.sound,
    location: '',
  })
  start(lab, 'servers', root, [...over6, over4])
  const behind = start(lab, 'behind', root, [
    serverBlock({
      listen: ['80', '[::]:80', '443 ssl', '[::]:443 ssl'],
      name: '_',
      certificate: certificates.sound,
      location: '',
    }),
  ])
  const get = async (url: string) =>
    (await run(lab.inside('core', ['curl', '-sf', '-m', '1', url]))).code === 0
  await until('nginx serves', 10_000, () => get(`http://[${six(80)}]/`))
  // a large answer would teach the server the path's MTU
  await until('the other nginx serves', 10_000, () => get(`http://[${behind6}]/small.html`))
  return { behind }
}

function serverBlock(of: { listen: string[]; name: string; certificate: Certificate; location: string }) {
  return `server { ${of.listen.map((listen) => `listen ${listen};`).join(' ')} server_name ${of.name};
  ssl_certificate ${of.certificate.certFile}; ssl_certificate_key ${of.certificate.keyFile};
  location / { ${of.location} } }`
}

function start(lab: Namespaces, node: string, root: string, servers: string[]): Started {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${root}/tmp;`,
  )
  const config = path.join(root, `${node}.conf`)
  writeFileSync(
    config,
    `daemon off; master_process off; user root; pid ${root}/${node}.pid; error_log ${root}/${node}.log;
events { worker_connections 256; }
http { access_log off; ${temporary.join(' ')} root ${root}; charset utf-8; types { text/html html; }
${servers.join('\n')} }
`,
  )
  return lab.start(node, ['nginx', '-e', `${root}/${node}.log`, '-c', config])
}
