import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Incident } from '../../src/model/incidents.ts'
import { must, type Started, until } from '../helpers/process.ts'
import { v6gov, withSettings } from '../helpers/process-v6gov.ts'
import { createNamespaces, type Namespaces } from './namespaces.ts'
import type { Pages } from './pages.ts'
import { labMissing } from './requirements.ts'
import { signInAt, startServer } from './server.ts'
import { credentials, startSnmpd } from './snmp.ts'
import {
  cut,
  giveIpv6,
  layThreeLines,
  lineNumbers,
  splice,
  takeIpv6,
  threeLineNodes,
  wanOf,
} from './three-lines.ts'

const missing = labMissing()

/** A line is looked at every second, an agent every five; what is back is watched for 11 s. */
const pace = '60'

const units = ['X1', 'X2', 'X3'].map((code) => `${code},Xã ${code},commune,xa,HL,has_tslcd,,,,`).join('\n')
const lines = lineNumbers
  .map((line) => {
    const { four, six } = wanOf(line)
    const device = line === 1 ? 'R1' : ''
    return `L${line},X${line},II,Nhà mạng Lab,${line}/HĐ,,,,10,10,99.5,4,,,${device},,no,,,${four},${six}`
  })
  .join('\n')
const inventory = {
  'units.csv': `code,name,kind,type,parent,profile,valid_from,valid_to,contact_name,contact_email
HL,Huyện Lab,district,huyen,,has_tslcd,,,,
${units}
`,
  'devices.csv': `code,unit,name,kind,address,address6,credential,internet_if,tslcd_if,user_if,wifi_if
R1,X1,Bộ định tuyến,router,${wanOf(1).four},${wanOf(1).six},lab-v2c,,,,
`,
  'lines.csv': `code,unit,level,provider,contract_no,contract_from,contract_to,monthly_fee,cir_down_mbps,cir_up_mbps,sla_availability_pct,sla_restore_hours,sla_rtt_ms_p95,sla_loss_pct,device,if_name,direction_swap,next_hop,next_hop6,ce_address,ce_address6
${lines}
`,
}

/** Takes every message and prints what it says, a line each. */
const receiver = `
  require('node:http')
    .createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => { body += chunk })
      request.on('end', () => { console.log(body); response.end() })
    })
    .listen(8099, '10.0.8.10')`
const hook = {
  channel: 'webhook',
  secret: `whsec_${Buffer.from('a key of the lab, and of nobody else').toString('base64')}`,
}

describe.skipIf(missing)(`incidents of real lines${missing ? ` (${missing})` : ''}`, () => {
  let lab: Namespaces
  let pages: Pages
  let snmpd: Started
  let receiving: Started

  beforeAll(async () => {
    lab = await createNamespaces(threeLineNodes)
    await layThreeLines(lab)
    snmpd = await startSnmpd(lab, 'ce1', { name: 'router-x1', families: [4, 6] })
    const file = (name: string, text: string) => {
      const at = path.join(lab.directory, name)
      writeFileSync(at, text)
      return at
    }
    const settings = {
      V6GOV_DATABASE_URL: `sqlite:${lab.directory}/v6gov.db`,
      V6GOV_CREDENTIALS_FILE: file('credentials.json', JSON.stringify({ ...credentials, hook })),
      V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: '1',
      V6GOV_PACE: pace,
      V6GOV_PORT: '8080',
      V6GOV_ALLOW_TARGETS: '10.0.8.10/32',
    }
    const files = Object.entries(inventory).map(([name, text]) => file(name, text))
    await must(lab.inside('core', v6gov('import', ...files)), { env: withSettings(settings) })
    receiving = lab.start('core', [process.execPath, '-e', receiver])
    pages = await signInAt(lab, startServer(lab, settings))
    const about = { name: 'Tổ trực', topics: 'incidents', channel: 'hook', target: 'http://10.0.8.10:8099/' }
    const when = { severity: 'minor', locale: 'vi', zone: 'Asia/Ho_Chi_Minh', urgent: 'yes' }
    await until('the channel is offered', 30_000, () =>
      pages.post('/notifications', { ...about, ...when }).then(
        () => true,
        () => false,
      ),
    )
    await until('all lines are up and the agent answers', 90_000, allWell, 500)
  }, 150_000)
  afterAll(() => lab?.remove())

  async function allWell() {
    const { items } = await pages.json<{ items: { state: string | null }[] }>('/lines.json')
    const agent = await pages.text('/devices/R1.json')
    return items.every(({ state }) => state === 'up') && agent.includes('"ipv4":"answered"')
  }

  /** Waits until something has an incident that lasts, and returns it. */
  async function incidentOf(root: string): Promise<Incident> {
    return until(`an incident of ${root}`, 90_000, async () =>
      (await open()).find((one) => `${one.root.kind}~${one.root.code}` === root && one.restoredAt === null),
    )
  }
  async function open(): Promise<Incident[]> {
    return (await pages.json<{ items: Incident[] }>('/incidents.json')).items
  }
  const areOver = () =>
    until('nothing of it lasts', 90_000, async () =>
      (await open()).every(({ restoredAt }) => restoredAt !== null),
    )

  test('a cut line, a flapping one and a router that hangs are one incident each', async () => {
    process.kill(snmpd.pid, 'SIGSTOP')
    // two lines of three that fall within a minute are two faults
    await cut(lab, [2, 3])
    const { id } = await incidentOf('line~L3')
    await splice(lab, [3])
    const isBack = async () => (await open()).find((one) => one.id === id)?.restoredAt != null
    await until('the line that flaps is back', 60_000, isBack)
    await cut(lab, [3])
    expect(await incidentOf('line~L3')).toMatchObject({ id, spells: 2 })
    await splice(lab, [3])
    expect(await incidentOf('line~L2')).toMatchObject({ symptom: 'down', unit: 'X2', severity: 'major' })
    expect(await incidentOf('device~R1')).toMatchObject({
      symptom: 'agent_silent',
      cause: { cause: 'device', rule: 'line_is_up' },
    })
    process.kill(snmpd.pid, 'SIGCONT')
    await splice(lab, [2])
    await areOver()
  }, 180_000)

  test('our own IPv6 lost is one incident about ourselves', async () => {
    await takeIpv6(lab)
    expect(await incidentOf('prober~inside')).toMatchObject({
      symptom: 'no_ipv6',
      severity: 'critical',
      cause: { cause: 'our_side' },
    })
    await giveIpv6(lab)
    await areOver()
  }, 180_000)

  test('all lines of a provider cut at once are one incident of the provider', async () => {
    await cut(lab, lineNumbers)
    expect(await incidentOf('provider~Nhà mạng Lab')).toMatchObject({
      symptom: 'down',
      cause: { cause: 'carrier', rule: 'lines_of_one_provider' },
    })
    await splice(lab, lineNumbers)
    await areOver()
  }, 180_000)

  test('and these are all that there were, and each was told of once', async () => {
    const { items } = await pages.json<{ items: (Incident & { parts: object[] })[] }>(
      '/incidents.json?state=all',
    )
    const roots = items.map(({ root, symptom }) => `${root.kind}~${root.code} ${symptom}`)
    expect(roots.sort()).toEqual([
      'device~R1 agent_silent',
      'line~L2 down',
      'line~L3 down',
      'prober~inside no_ipv6',
      'provider~Nhà mạng Lab down',
    ])
    type Told = { type: string; data: { about: string }[] }
    const told = () =>
      receiving.out.flatMap((line): string[] => {
        const { type, data } = JSON.parse(line) as Told
        return type === 'incident.opened' ? data.map(({ about }) => about) : []
      })
    await until('all is told', 30_000, () => told().length >= items.length)
    expect(told().sort()).toEqual(items.map(({ id }) => id).sort())
  })
})
