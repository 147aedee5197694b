import { createSender } from '../../src/jobs/send-messages.ts'
import type { ChannelSecrets } from '../../src/notify/channel-secrets.ts'
import { openDatabase } from '../../src/store/database.ts'

/** Sends what is due in a database at a moment, and ends. */
const [url = '', at = '', channels = '{}'] = process.argv.slice(2)
const db = await openDatabase(url)
const sender = createSender({
  db,
  now: () => at,
  log: () => {},
  channels: JSON.parse(channels) as ChannelSecrets,
  context: { dial: (address, port) => ({ address, port }), trustedCa: undefined },
  baseUrl: null,
  stopping: new AbortController().signal,
})
sender.tick((error) => {
  throw error
})
await sender.idle()
await db.destroy()
console.log('done')
