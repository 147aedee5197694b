import { type Criterion, windowQuestion } from '../criterion.ts'
import { judgeWifiHosts } from '../judge/hosts-with-ipv6.ts'
import { guestDays, judgeUnitGuests } from '../judge-guests.ts'
import { interfacesNamed, wifiDevice } from './concerns.ts'

/** A share that one site of however many reaches: the set is partial when some do. */
const someSite = 1e-6

const guests: Criterion = {
  id: 'WIF-01',
  name: { vi: 'Wi-Fi công cộng cấp IPv6', en: 'Public Wi-Fi gives IPv6' },
  how: {
    vi: 'Bảng láng giềng IPv6 của VLAN Wi-Fi, từng điểm, trong 7 ngày. Đạt khi mọi điểm có từ 50% thiết bị dùng IPv6; đạt một phần khi một số điểm.',
    en: 'IPv6 neighbour table of the Wi-Fi VLAN, site by site, over 7 days. Passes when 50 % of the clients have IPv6 at every site; partial at some sites.',
  },
  layer: 'wifi',
  weight: 1,
  ttlHours: 7 * 24,
  phase: 3,
  level: null,
  appliesTo: (_unit, flags) => flags.has('has_public_wifi'),
  shares: { pass: 1, partial: someSite },
  questions: [
    windowQuestion({
      probe: 'snmp-neighbours',
      ...wifiDevice,
      over: { days: guestDays, sets: true },
      judge: (seen, { asset, options }) => judgeWifiHosts(seen, interfacesNamed(asset, 'wifiIf'), options),
    }),
  ],
  ofUnit: {
    wants: wifiDevice.wants,
    judge: (state, context) => judgeUnitGuests(guests, state, context),
  },
}

export const wifi: Criterion[] = [guests]
