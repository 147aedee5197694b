import { mib, type ObjectName } from '../../probes/lib/mib.ts'
import type { Ask } from '../../probes/lib/snmp-ask.ts'
import { readResponse } from '../../probes/lib/snmp-response.ts'
import { walkColumns } from '../../probes/lib/snmp-walk.ts'
import { integer, octets, oid, sequence, tags, tlv } from '../helpers/ber.ts'
import { replayAgent } from './replay-agent.ts'

const id = 0x7fffffff

/** The requests of a poll in hexadecimal, as they leave, each with the same id. */
export async function pollRequests(
  objects: Record<string, Buffer>,
  columns: readonly ObjectName[],
): Promise<string[]> {
  const answer = replayAgent(objects)
  const requests: string[] = []
  const ask: Ask = async (build) => {
    const request = build(0)
    if (request.kind !== 'GETBULK') throw new Error(`a poll has no ${request.kind}`)
    const head = Buffer.concat([integer(1), octets('public')])
    const names = sequence(...request.oids.map((name) => sequence(oid(name), tlv(tags.null))))
    const pdu = tlv(tags.getBulk, integer(id), integer(1), integer(request.maxRepetitions), names)
    const bytes = sequence(head, pdu)
    requests.push(bytes.toString('hex'))
    const reply = answer(bytes)
    const response = reply && readResponse(reply, { head, id })
    if (reply === undefined || response === undefined) throw new Error('the agent cannot be read')
    return { answer: { ...response, bytes: reply.length }, attempt: 0 }
  }
  const { rows } = await walkColumns(ask, '2c', columns)
  if (rows.size === 0) throw new Error(`${mib[columns[0] ?? 'ifName'].oid} has no rows`)
  return requests
}
