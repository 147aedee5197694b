import type { Messages } from '../messages.ts'

export const secrets: Messages['secrets'] = {
  title: 'Credentials',
  what: 'What devices are asked with by SNMP, and messages are sent with. They are encrypted in the database with a key that lies outside of it, and no page shows them again.',
  none: 'There is none yet.',
  noKey:
    'No encryption key is configured, so nothing can be kept in the database: make one by v6gov secrets key, set V6GOV_KEY_FILE and restart.',
  name: 'Name',
  kind: 'Kind',
  key: 'Encryption key',
  fromFile: 'not encrypted, in the file',
  notHere: 'not in this process',
  enteredAt: 'Entered at',
  set: 'Set a credential',
  setWhat: 'One of the same name is replaced. The content is JSON as in the credentials file, such as',
  secret: 'Content (JSON)',
  badName: 'A name has 1 to 64 letters, digits, dots, hyphens or underscores.',
  badSecret: 'The content cannot be used; enter it again:',
  remove: 'Remove',
  test: 'Try',
  device: 'Device to try on',
  testOk: (name, device) => `${name} works on ${device}:`,
  testFailed: (name, device) => `${name} does not work on ${device}:`,
}
