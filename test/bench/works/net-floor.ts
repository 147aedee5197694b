import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls, createSecureContext } from 'node:tls'
import { encode } from 'dns-packet'
import type { Endpoint } from '../../../probes/probe.ts'
import { inFlight } from '../processes.ts'

const request = 'GET / HTTP/1.1\r\nHost: www.bench.test\r\nConnection: close\r\n\r\n'

type Settings = { kind: 'dns' | 'tcp' | 'http' | 'https'; to: Endpoint; ca?: string; atOnce?: number }

/** Bare sockets of Node and nothing else: no evidence, no judgement, no time limit. */
export async function netFloor({ kind, to, ca, atOnce = 50 }: Settings) {
  const secureContext = createSecureContext(ca === undefined ? {} : { ca })
  const host = { host: to.address, port: to.port }
  const ask = await queryOver(to)
  const one = {
    dns: async () => {
      await Promise.all([ask('A'), ask('AAAA')])
    },
    tcp: async () => {
      const socket = connect(host)
      await once(socket, 'connect')
      socket.destroy()
    },
    http: async () => {
      const socket = connect(host)
      socket.end(request)
      socket.resume()
      await once(socket, 'close')
    },
    https: async () => {
      const socket = connectTls({ ...host, servername: 'www.bench.test', secureContext })
      socket.end(request)
      socket.resume()
      await once(socket, 'close')
    },
  }[kind]
  return async (units: number) => {
    await inFlight(units, atOnce, one)
    return {}
  }
}

/** Queries encoded beforehand, over one socket; answers are told by their ids alone. */
async function queryOver({ address, port }: Endpoint) {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  socket.bind(0)
  await once(socket, 'listening')
  const waiting = new Map<number, () => void>()
  socket.on('message', (bytes) => {
    waiting.get(bytes.readUInt16BE(0))?.()
  })
  const queries = {
    A: encode({ type: 'query', id: 0, questions: [{ type: 'A', name: 'u1.bench.test' }] }),
    AAAA: encode({ type: 'query', id: 0, questions: [{ type: 'AAAA', name: 'u1.bench.test' }] }),
  }
  let id = 0
  socket.unref()
  return (type: 'A' | 'AAAA') =>
    new Promise<void>((resolve) => {
      id = (id + 1) & 0xffff
      const own = id
      waiting.set(own, () => {
        waiting.delete(own)
        resolve()
      })
      const query = queries[type]
      query.writeUInt16BE(own, 0)
      socket.send(Buffer.from(query), port, address)
    })
}

export async function fpingFloor({ packets }: { packets: number }) {
  const { runProgram } = await import('../../../probes/lib/ping-program.ts')
  return async (units: number) => {
    const targets = Array.from(
      { length: units },
      (_, number) => `127.1.${Math.floor(number / 250)}.${(number % 250) + 1}`,
    )
    const args = ['-q', '-C', `${packets}`, '-i', '1', '-p', '250', '-t', '1000', '-r', '0', '-b', '56']
    await runProgram('fping', args, `${targets.join('\n')}\n`, AbortSignal.timeout(60_000))
    return {}
  }
}
