import type { Notice, Subscription } from '../../src/model/notifications.ts'

export const subscription: Subscription = {
  id: 'S1',
  name: 'Tổ trực',
  channel: 'thu',
  target: 'truc@haiduong.test',
  locale: 'vi',
  topics: ['incidents'],
  units: [],
  severity: 'minor',
  tellEnd: true,
  zone: 'Asia/Ho_Chi_Minh',
  quiet: null,
  digestAt: null,
  urgent: false,
  enteredAt: '2022-06-01T00:00:00.000Z',
  enteredBy: 'admin',
  endedAt: null,
  endedBy: null,
}

export const notice: Notice = {
  key: 'i1~opened',
  about: 'i1',
  kind: 'opened',
  severity: 'major',
  title: { vi: 'Đường truyền L1 mất kết nối', en: 'Line L1 is down' },
  place: 'UBND xã A',
  units: ['U1'],
  since: '2022-06-30T05:00:00.000Z',
  until: null,
  path: '/incidents/i1',
}
