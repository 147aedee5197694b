import { chance } from './chance.ts'
import type { DemoDevice } from './device.ts'

/** A box with its type plate. A stack has several. */
export type Equipment = { model: string; serial: string; software: string; maker: string }

type Modelled = 'router' | 'switch' | 'firewall' | 'controller' | 'ap'
const models: Record<string, Partial<Record<Modelled, string>>> = {
  'Cisco-like': { router: 'CL-4331', switch: 'CL-2960X', firewall: 'CL-5506', controller: 'CL-WLC-3504' },
  'Huawei-like': { router: 'HL-AR1220', switch: 'HL-S5720', firewall: 'HL-USG6306', controller: 'HL-AC6605' },
  'MikroTik-like': {
    router: 'ML-CCR1009',
    switch: 'ML-CRS328',
    firewall: 'ML-RB4011',
    controller: 'ML-CAPS',
    ap: 'ML-WAP-AC',
  },
  'UniFi-like': { ap: 'UL-NANO' },
  'FortiGate-like': { router: 'FL-60E', switch: 'FL-124E', firewall: 'FL-600E', controller: 'FL-WLC' },
}
const versions: Record<string, string[]> = {
  'UniFi-like': ['5.60.3', '6.5.28'],
  'Cisco-like': ['16.09.05', '16.12.04', '17.03.02'],
  'Huawei-like': ['V200R009C00SPC500', 'V200R010C10SPC700'],
  'MikroTik-like': ['6.45.9', '6.48.6', '7.6'],
  'FortiGate-like': ['v6.2.3,build1066', 'v6.4.8,build1914'],
}

/** What a device is made of; the switch of Chí Linh is a stack of two. */
export function equipmentOf(seed: number, device: DemoDevice): Equipment[] {
  const { code, vendor, role } = device
  const model = models[vendor.name]?.[role as Modelled] ?? vendor.name
  const known = versions[vendor.name] ?? ['1.0']
  const software = known[Math.floor(chance(seed, 'software', code) * known.length)] ?? '1.0'
  const boxes = code === 'SW-290' ? 2 : 1
  return Array.from({ length: boxes }, (_, box) => {
    const serial = Math.floor(chance(seed, 'serial', code, box) * 36 ** 8)
    return {
      model,
      serial: `DEMO${serial.toString(36).toUpperCase().padStart(8, '0')}`,
      software,
      maker: vendor.name,
    }
  })
}
