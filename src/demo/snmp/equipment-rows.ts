import { capabilityOf } from '../world/capability.ts'
import type { DemoDevice } from '../world/device.ts'
import { equipmentOf } from '../world/equipment.ts'
import type { World } from '../world.ts'
import { arcs, number, type Row, row, tableRow, text } from './rows.ts'

const entPhysicalEntry = '1.3.6.1.2.1.47.1.1.1.1'
const stack = 11
const chassis = 3

/** Model, serial number and software: in ENTITY-MIB (RFC 6933), or in scalars of the maker's own. */
export function equipmentRows({ seed }: World, device: DemoDevice): Row[] {
  const boxes = equipmentOf(seed, device)
  const [first] = boxes
  const { equipment } = capabilityOf(device)
  if (equipment === 'none' || first === undefined) return []
  if (equipment === 'scalars') {
    return device.vendor.name === 'MikroTik-like'
      ? scalars({ '1.3.6.1.4.1.14988.1.1.4.4': first.software, '1.3.6.1.4.1.14988.1.1.7.3': first.serial })
      : scalars({
          '1.3.6.1.4.1.12356.100.1.1.1': first.serial,
          '1.3.6.1.4.1.12356.101.4.1.1': first.software,
        })
  }
  const entity = (index: number, of: number, name: string, box: Partial<typeof first>) =>
    tableRow(entPhysicalEntry, [index], {
      2: text(box.model === undefined ? 'Stack' : `${box.model} chassis`),
      4: number(of === chassis && boxes.length > 1 ? 1 : 0),
      5: number(of),
      7: text(name),
      10: text(box.software ?? ''),
      11: text(box.serial ?? ''),
      12: text(box.maker ?? ''),
      13: text(box.model ?? ''),
    })
  return [
    ...(boxes.length > 1 ? entity(1, stack, 'Stack', {}) : []),
    ...boxes.flatMap((box, n) =>
      entity(1000 * (n + 1), chassis, boxes.length > 1 ? `Switch ${n + 1}` : 'Chassis', box),
    ),
  ]
}

function scalars(values: Record<string, string>): Row[] {
  return Object.entries(values).map(([name, value]) => row([...arcs(name), 0], text(value)))
}
