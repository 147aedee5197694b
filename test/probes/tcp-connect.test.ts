import { expect, test } from 'vitest'
import { connectWithTries } from '../../probes/lib/tcp-connect.ts'
import { testContext } from '../helpers/dns-context.ts'
import { startDeafServer } from '../helpers/web-server.ts'

test('one that was silent is tried once for a while, until it gives any sign of life', async () => {
  let deaf = await startDeafServer('::1')
  const { endpoint } = deaf
  const see = async () => {
    const look = {
      ...testContext(),
      exchanges: [] as Parameters<typeof connectWithTries>[2]['exchanges'],
    }
    await connectWithTries(endpoint, { timeoutMs: 100, tries: 3 }, look)
    return look.exchanges[0]?.ended.failure
  }
  try {
    expect(await see()).toBe('no answer to SYN within 100 ms, 3 tries')
    expect(await see()).toBe('no answer to SYN within 100 ms, 1 tries after 3 tries 0 s before')
    await deaf.stop()
    expect(await see()).toBe('ECONNREFUSED, 1 tries')
    deaf = await startDeafServer('::1', endpoint.port)
    expect(await see()).toBe('no answer to SYN within 100 ms, 3 tries')
  } finally {
    await deaf.stop()
  }
})
