import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { must, type Started } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'
import { startSnmpd } from './snmp.ts'

/**
 * Public Wi-Fi of a unit: `core`, where v6gov runs, on one link with a controller and two access points that stand alone,
 * each with an snmpd that is told what to say of Wi-Fi.
 */
export const wifiNodes = ['core', 'wlc', 'ap1', 'ap2'] as const
export const addresses = { core: '10.9.0.1', wlc: '10.9.0.2', ap1: '10.9.0.3', ap2: '10.9.0.4' }

export async function layWifi(lab: Namespaces): Promise<void> {
  const others = wifiNodes.filter((node) => node !== 'core')
  const cables = others.map(
    (node) =>
      `link add name ${node} netns ${lab.nameOf('core')} type veth peer name eth0 netns ${lab.nameOf(node)}`,
  )
  await must(['ip', '-batch', '-'], { input: cables.join('\n') })
  await lab.ip('core', [
    'link set dev lo up',
    'link add name br0 type bridge stp_state 0 forward_delay 0',
    ...others.map((node) => `link set dev ${node} master br0 up`),
    `address add ${addresses.core}/24 dev br0`,
    'link set dev br0 up',
  ])
  for (const node of others)
    await lab.ip(node, [
      'link set dev lo up',
      `address add ${addresses[node]}/24 dev eth0`,
      'link set dev eth0 up',
    ])
}

/** Takes the power from a node, as far as the link can tell. Returns how to give it back. */
export async function takePower(lab: Namespaces, node: 'wlc' | 'ap1' | 'ap2'): Promise<() => Promise<void>> {
  await lab.ip(node, ['link set dev eth0 down'])
  return () => lab.ip(node, ['link set dev eth0 up'])
}

export type Told = [oid: string, type: 'integer' | 'gauge' | 'counter' | 'string', value: string | number]
export type AccessPoint = { name: string; mac: number[]; clients: [number, number]; isUp?: boolean }
export type Agent = { daemon: Started; tell(objects: Told[]): void }

/** An snmpd whose objects below these subtrees are what was told last. */
export async function startWifiAgent(
  lab: Namespaces,
  node: 'wlc' | 'ap1' | 'ap2',
  {
    name,
    objectId,
    subtrees,
    objects,
  }: { name: string; objectId: string; subtrees: string[]; objects: Told[] },
): Promise<Agent> {
  const file = path.join(lab.directory, `${node}.json`)
  const script = path.join(lab.directory, 'tell.cjs')
  writeFileSync(script, teller)
  const tell = (told: Told[]) => {
    writeFileSync(`${file}.new`, JSON.stringify(told))
    renameSync(`${file}.new`, file) // whole at every moment
  }
  tell(objects)
  const lines = [
    `sysObjectID ${objectId}`,
    ...subtrees.map((subtree) => `pass_persist .${subtree} ${process.execPath} ${script} ${file}`),
  ]
  return { daemon: await startSnmpd(lab, node, { name, families: [4], lines }), tell }
}

/** AIRESPACE-WIRELESS-MIB of a controller that lists these access points. */
export function airespace(ssid: string, aps: AccessPoint[]): Told[] {
  const sum = (of: (ap: AccessPoint) => number) => aps.reduce((total, ap) => total + of(ap), 0)
  const isUp = ({ isUp: told = true }: AccessPoint) => told
  return [
    ['1.3.6.1.4.1.9.9.618.1.8.4.0', 'gauge', sum((ap) => Number(isUp(ap)))],
    ['1.3.6.1.4.1.14179.2.1.1.1.2.1', 'string', ssid],
    ['1.3.6.1.4.1.14179.2.1.1.1.38.1', 'counter', sum(({ clients: [one, other] }) => one + other)],
    ...aps.flatMap((ap): Told[] => [
      [`1.3.6.1.4.1.14179.2.2.1.1.3.${ap.mac.join('.')}`, 'string', ap.name],
      [`1.3.6.1.4.1.14179.2.2.1.1.6.${ap.mac.join('.')}`, 'integer', isUp(ap) ? 1 : 2],
      [`1.3.6.1.4.1.14179.2.2.2.1.15.${ap.mac.join('.')}.0`, 'counter', ap.clients[0]],
      [`1.3.6.1.4.1.14179.2.2.2.1.15.${ap.mac.join('.')}.1`, 'counter', ap.clients[1]],
    ]),
  ]
}

/** UBNT-UniFi-MIB of an access point with its clients on two radios, both of which are up or down. */
export function unifi(ssid: string, clients: [number, number], isUp = true): Told[] {
  return clients.flatMap((count, radio): Told[] => [
    [`1.3.6.1.4.1.41112.1.6.1.2.1.6.${radio + 1}`, 'string', ssid],
    [`1.3.6.1.4.1.41112.1.6.1.2.1.8.${radio + 1}`, 'integer', count],
    [`1.3.6.1.4.1.41112.1.6.1.2.1.22.${radio + 1}`, 'integer', isUp ? 1 : 2],
  ])
}

/** Speaks snmpd's pass_persist: a command line by line on stdin, the object in three lines on stdout. */
const teller = `
  const { readFileSync } = require('node:fs')
  const arcs = (oid) => oid.replace(/^\\./, '').split('.').map(Number)
  const order = (one, other) => {
    for (let at = 0; at < Math.min(one.length, other.length); at++)
      if (one[at] !== other[at]) return one[at] - other[at]
    return one.length - other.length
  }
  const objects = () =>
    JSON.parse(readFileSync(process.argv[2], 'utf8'))
      .map((told) => [arcs(told[0]), ...told])
      .sort(([one], [other]) => order(one, other))
  const say = (found) => (found ? ['.' + found[1], found[2], found[3]] : ['NONE']).join('\\n') + '\\n'
  const asked = []
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    asked.push(line.trim())
    if (asked[0] === 'PING') process.stdout.write('PONG\\n')
    else if (asked.length < 2) return
    else {
      const name = arcs(asked[1])
      const compare = (one) => order(one[0], name)
      const found = asked[0] === 'getnext' ? (one) => compare(one) > 0 : (one) => compare(one) === 0
      process.stdout.write(say(objects().find(found)))
    }
    asked.length = 0
  })`
