import type { Messages } from '../messages.ts'

const every: [number, string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

export const system: Messages['system'] = {
  title: 'State of the system',
  what: 'The disk that holds the data, what happens by itself, and the backups that were proved.',
  standby: 'This process only shows pages; another v6gov schedules and probes.',
  works: 'This process schedules and probes.',
  disk: (free, log) => `${free} are free on the disk; the write-ahead log has ${log}.`,
  tasksTitle: 'What happens by itself',
  columns: { name: 'What', every: 'How often', state: 'State', ok: 'Last success', failed: 'Last failure' },
  every: (seconds) => {
    const [size = 1, name = ''] = every.find(([size]) => seconds >= size) ?? []
    return seconds === size ? `each ${name}` : `every ${Math.round(seconds / size)} ${name}s`
  },
  overdue: 'Overdue',
  notYet: 'Not yet run',
  onTime: 'On time',
  tasks: {
    'the schedule of checks': 'Schedule of checks',
    'the turns that lie too far ahead': 'Turns that lie too far ahead',
    'the reports': 'Freezing of reports',
    'the files of reports': 'Files of reports',
    'the end of old sessions': 'End of old sessions',
    'the end of old days': 'End of old days',
    'the end of old exchanges': 'End of old exchanges that no report cites',
    'the end of old messages': 'End of old messages and logs of closed incidents',
    'the standings of days': 'Standings of days',
    'the days of lines': 'Days of lines',
    'the incidents': 'Incidents',
    'the incidents of verdicts': 'Incidents of verdicts',
    'the incidents of sites and channels': 'Incidents of sites and channels',
    'the messages to people': 'Messages to people',
    'the channels of messages': 'Channels of messages',
    'the days of public Wi-Fi': 'Days of public Wi-Fi',
    'the folding of numbers into days': 'Folding of numbers into days',
    'the end of processes long gone': 'End of processes long gone',
    'the backup': 'Backup and its proof',
  },
  backupsTitle: 'Good backups',
  backupsWhat:
    'Each was restored for a trial: its pages checked, its rows counted, its reports hashed again. “v6gov restore FILE” restores one.',
  noBackups: 'There is no backup yet.',
  backup: { name: 'File', madeAt: 'Made', size: 'Size', rows: 'Rows', reports: 'Frozen reports' },
}
