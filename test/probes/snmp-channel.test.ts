import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { sendToAgent, type Waiting } from '../../probes/lib/snmp-channel.ts'
import { encodeRequest, headOf } from '../../probes/lib/snmp-request.ts'
import { idOf } from '../../probes/lib/snmp-response.ts'
import { held, leftOver } from '../helpers/resources.ts'

const head = headOf({ version: '2c', community: 'public' })
const encode = (id: number) => encodeRequest(head, id, { kind: 'GET', oids: ['1.3.6.1.2.1.1.3.0'] })

/** A socket of loopback that hands over each datagram with who sent it. */
async function listener() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const next = async () => {
    const [datagram, from] = (await once(socket, 'message')) as [Buffer, { port: number }]
    return { datagram, port: from.port }
  }
  return { socket, next, endpoint: { address: '127.0.0.1', port: socket.address().port } }
}

/** Notes what is told of a request, in words. */
function note(): { said: string[]; waiting: Waiting } {
  const said: string[] = []
  return {
    said,
    waiting: {
      onAnswer: (datagram) => said.push(`answer ${idOf(datagram)}`),
      onNoise: (_datagram, _from, id) => said.push(`noise ${id}`),
      onStranger: (from) => said.push(`stranger ${from.port}`),
      onUnsent: (error) => said.push(`unsent ${error.code}`),
    },
  }
}

test('an answer counts only with a live id from where it was asked; the sockets are given back', async () => {
  const before = held()
  const [agent, stranger] = [await listener(), await listener()]
  const [one, other] = [note(), note()]
  const asked = agent.next()
  const sent = sendToAgent(agent.endpoint, encode, one.waiting)
  const { datagram, port } = await asked
  const id = idOf(datagram)
  const elsewhere = sendToAgent(stranger.endpoint, encode, other.waiting)

  stranger.socket.send(datagram, port, '127.0.0.1')
  await expect.poll(() => one.said).toEqual([`stranger ${stranger.endpoint.port}`])
  agent.socket.send(Buffer.from('30', 'hex'), port, '127.0.0.1')
  agent.socket.send(encode(0x7f_ff_ff_ff), port, '127.0.0.1')
  await expect.poll(() => one.said.slice(1)).toEqual(['noise undefined', `noise ${0x7f_ff_ff_ff}`])
  agent.socket.send(datagram, port, '127.0.0.1')
  await expect.poll(() => one.said.slice(3)).toEqual([`answer ${id}`])
  sent.forget()
  agent.socket.send(datagram, port, '127.0.0.1') // late: nobody is told
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(one.said).toHaveLength(4)
  expect(other.said.filter((said) => said.startsWith('answer'))).toEqual([])

  elsewhere.forget()
  for (const { socket } of [agent, stranger]) socket.close()
  expect(await leftOver(before)).toEqual([])
})

test('ids are drawn, and never those of another that waits', async () => {
  const agent = await listener()
  const ids = new Set<number | undefined>()
  const sent = Array.from({ length: 500 }, () =>
    sendToAgent(
      agent.endpoint,
      (id) => {
        ids.add(id)
        return encode(id)
      },
      note().waiting,
    ),
  )
  expect(ids.size).toBe(500)
  const sorted = [...ids].map(Number).toSorted((a, b) => a - b)
  expect(Math.max(...sorted) - Math.min(...sorted)).toBeGreaterThan(2 ** 28)
  for (const one of sent) one.forget()
  agent.socket.close()
})
