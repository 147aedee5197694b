import type { Maintenance } from '../model/maintenance.ts'
import type { Subscription } from '../model/notifications.ts'
import type { Instant } from '../model.ts'
import type { ChannelSecrets } from '../notify/channel-secrets.ts'
import { clockTime, localClockMs, provinceZone } from '../operations/local-time.ts'
import { messageReceiver } from './world.ts'

const dayMs = 86_400_000
const channel = 'webhook-minh-hoa'

/** The demo's only channel, whose receiver is in its network; the key is nobody's. */
export const demoChannels: ChannelSecrets = {
  [channel]: {
    channel: 'webhook',
    secret: `whsec_${Buffer.from('the key of a demonstration, no secret').toString('base64')}`,
  },
}

/** Whoever is on duty is told of everything that is grave, at once. */
export function demoSubscription(at: Instant): Omit<Subscription, 'endedAt' | 'endedBy'> {
  return {
    id: 'demo',
    name: 'Tổ trực mạng (minh hoạ)',
    channel,
    target: `http://${messageReceiver}/incidents`,
    locale: 'vi',
    topics: ['incidents', 'reports'],
    units: [],
    severity: 'minor',
    tellEnd: true,
    zone: provinceZone,
    quiet: null,
    digestAt: null,
    urgent: true,
    enteredAt: at,
    enteredBy: 'demo',
  }
}

/** Work of every other week, in the night after the demo begins. */
export function demoMaintenance(
  at: Instant,
): Omit<Maintenance, 'askAt' | 'approvedAt' | 'approvedBy' | 'closedAt' | 'closedBy'> {
  const today = localClockMs(Date.parse(at), provinceZone)
  const night = (days: number, time: string) => `${clockTime(today + days * dayMs).slice(0, 10)}T${time}`
  const weekday = (['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const)[new Date(today).getUTCDay()] ?? 'SU'
  return {
    id: 'demo',
    scope: 'unit',
    key: '30',
    mode: 'mute',
    what: 'Cập nhật thiết bị của trung tâm dữ liệu (minh hoạ)',
    zone: provinceZone,
    start: night(0, '22:00'),
    end: night(1, '02:00'),
    repetition: { every: 'week', interval: 2, on: [weekday], until: null, count: null },
    openEnd: false,
    enteredAt: at,
    enteredBy: 'demo',
  }
}
