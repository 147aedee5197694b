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
  tasks: {},
  backupsTitle: 'Good backups',
  backupsWhat:
    'Each was restored for a trial: its pages checked, its rows counted, its reports hashed again. “v6gov restore FILE” restores one.',
  noBackups: 'There is no backup yet.',
  backup: { name: 'File', madeAt: 'Made', size: 'Size', rows: 'Rows', reports: 'Frozen reports' },
}
