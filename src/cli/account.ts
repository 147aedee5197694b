import { parseArgs } from 'node:util'
import { newToken } from '../auth/token.ts'
import { changeAccount, findAccount, makeInvitation } from '../store/accounts.ts'
import { openDatabase } from '../store/database.ts'
import { type Command, Refusal } from './io.ts'
import { recorded } from './recorded.ts'
import { configOf } from './surroundings.ts'

const linkHours = 24

export const accountCommand: Command = {
  summary: 'Gives an account a one-time link for another password: for when nobody can sign in',
  help: `v6gov account reset NAME

Ends the password and every session of the account, enables it where it was disabled, and prints a link that lets whoever
opens it choose another password, once and within ${linkHours} hours. The log of actions tells of it. Exit 1: no such account.`,
  async run(io) {
    const { positionals } = parseArgs({ args: io.args, allowPositionals: true })
    const [what, name, ...rest] = positionals
    if (what !== 'reset' || name === undefined || rest.length > 0)
      throw new Refusal(['give an account: v6gov account reset NAME'], 2)
    const config = configOf(io)
    const db = await openDatabase(config.V6GOV_DATABASE_URL)
    try {
      const account = await findAccount(db, name)
      if (account === undefined) throw new Refusal([`there is no account ${name}`])
      const token = newToken()
      const { role, disabledAt } = account
      await recorded(
        io,
        db,
        { action: 'account.link', subject: name, before: { disabledAt } },
        async (trx) => {
          await changeAccount(trx, name, { password: '', disabledAt: null })
          await makeInvitation(trx, { role, account: name, now: io.now(), ttlHours: linkHours, token })
        },
      )
      const base = config.V6GOV_PUBLIC_URL ?? `http://localhost:${config.V6GOV_PORT}`
      io.out(`${base}/first-run?token=${token}\n`)
      return 0
    } finally {
      await db.destroy()
    }
  },
}
