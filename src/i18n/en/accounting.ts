import type { accounting as viAccounting } from '../vi/accounting.ts'

export const accounting: typeof viAccounting = {
  title: 'How availability is accounted for',
  what: 'Every SLA figure names the method that made it, with its version. A method is never changed: whatever changes is a new version.',
  standard: 'holds where a contract names no method',
  version: 'Name and version',
  down: 'Down is when',
  downIs: {
    all_silent:
      "every address of the unit's end is silent, over IPv4 and IPv6; IPv6 alone lost is a state of its own and not down",
    ipv4_silent: 'the IPv4 address is silent; of a line with IPv6 alone that one',
    any_silent: 'the IPv4 address or the IPv6 address is silent',
  },
  looks: 'Looks that it takes',
  looksAre: (count) =>
    `${count} silent in a row (one each 20 seconds, of 3 packets); fewer change nothing of what was before and after them`,
  neighbour: "The provider's end",
  neighbourIs:
    "where the provider's device may be read: while its interface is up and has the unit's end for a neighbour, silence is not down but unmeasured",
  minute: 'A minute of several states',
  minuteIs: {
    longest: 'is what it was longest; of two equally long the graver',
    any_down: 'is down as soon as it was down at all',
  },
  maintenance: 'Maintenance',
  maintenanceIs: {
    apart:
      'minutes in windows that were approved before they began stand apart and do not enter the availability',
    counted: 'excuses nothing: its minutes count as what the line was',
  },
  unseen: 'Minutes that nobody saw (the prober had no network, or no look was made)',
  unseenIs: {
    apart: 'stand apart, neither up nor down',
    up: 'are taken as up; v6gov still holds no contract kept where more than 5 % of the minutes were not seen',
  },
  leastSeen: 'Least coverage',
  leastSeenIs: (share) => `${share} of the minutes, without maintenance; from less nothing is known`,
  noLeast: 'none',
  merge: 'Incidents',
  mergeIs: (minutes) => `outages less than ${minutes} minutes apart are one`,
  formula: 'Formula',
  formulaIs: 'A = (up + IPv6 lost) / (up + IPv6 lost + down)',
  rounding: 'Rounding',
  roundingIs: {
    down: (digits) => `${digits} decimals, downwards`,
    nearest: (digits) => `${digits} decimals, to the nearest`,
  },
  zone: 'Zone of days and months',
  zoneIs: (zone) => `Vietnam, UTC+7 (${zone})`,
}
