import type { Messages } from '../messages.ts'

export const closed: Messages['closed'] = {
  title: 'The data cannot be reached',
  what: {
    full: 'The disk that holds the database is full.',
    readonly: 'The database cannot be written: its disk or its file is read-only.',
    damaged: 'The file of the database is damaged.',
  },
  meanwhile: 'Meanwhile nothing is looked at and nothing is changed; the gap will read as “unknown”.',
  toDo: {
    full: 'Administrator: make room on the disk. v6gov goes on by itself once there is some.',
    readonly:
      'Administrator: see to the disk and to who may write to the file. v6gov goes on by itself once it can write.',
    damaged:
      'Administrator: stop v6gov, list the good backups with “v6gov backup --list” and restore one with “v6gov restore FILE”. The damaged file is kept.',
  },
}
