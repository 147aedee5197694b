import { expect, test } from 'vitest'
import { safeDial } from '../../src/dial.ts'
import type { ReportDeps } from '../../src/jobs/build-report.ts'
import { makeReport } from '../../src/jobs/monthly-report.ts'
import { createSender } from '../../src/jobs/send-messages.ts'
import { writeReportMessages } from '../../src/jobs/write-report-messages.ts'
import type { ChannelSecrets } from '../../src/notify/channel-secrets.ts'
import { monthlyTemplates } from '../../src/report/monthly-report.ts'
import { openDatabase } from '../../src/store/database.ts'
import { listReportMail } from '../../src/store/report-messages.ts'
import { listReports } from '../../src/store/reports.ts'
import { addSubscription, offerChannels } from '../../src/store/subscriptions.ts'
import { hasPostfix, startMailbox } from '../helpers/mail-postfix.ts'
import { until } from '../helpers/process.ts'
import { createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import { plan } from '../report/example.ts'
import { fillProvince, judging, midnight, ward } from '../report/province.ts'
import { subscription } from './builders.ts'

test.skipIf(!hasPostfix || !hasOpenssl)(
  'a frozen report is mailed once to whom asked for reports, and only to them (needs postfix, openssl)',
  async () => {
    const db = await openDatabase('sqlite::memory:')
    let now = '2022-01-14T17:10:00.000Z'
    const deps: ReportDeps = { db, now: () => now, optionsAt: async () => judging, planAt: async () => plan }
    await fillProvince(db, {
      from: midnight('2021-12-12'),
      to: midnight('2022-01-20'),
      portalFrom: midnight('2021-12-12'),
    })
    const authority = createAuthority()
    const mailbox = await startMailbox(authority.issue('localhost'))
    const channels: ChannelSecrets = {
      thu: {
        channel: 'email',
        host: 'localhost',
        port: mailbox.port,
        tls: 'starttls',
        from: 'v6gov@haiduong.test',
      },
    }
    await offerChannels(db, [{ name: 'thu', kind: 'email', detail: '' }], now)
    const enteredAt = '2022-01-01T00:00:00.000Z'
    await addSubscription(db, { ...subscription, enteredAt, id: 'tinh', topics: ['reports'] })
    await addSubscription(db, {
      ...subscription,
      enteredAt,
      id: 'xa',
      topics: ['reports'],
      units: [ward.code],
    })
    await addSubscription(db, { ...subscription, enteredAt, id: 'su-co', topics: ['incidents'] })

    await makeReport(deps, '2022-01')
    const reports = await listReports(db, { template: monthlyTemplates })
    expect(reports.map(({ period }) => period)).toContain('2022-01')
    expect(await writeReportMessages({ db, now: () => now })).toBe(2 * reports.length)
    expect(await writeReportMessages({ db, now: () => now })).toBe(0) // told of already, if not sent
    now = '2022-01-15T01:00:00.000Z'
    const sender = createSender({
      db,
      now: () => now,
      log: () => {},
      channels,
      context: {
        dial: safeDial({ allowed: ['127.0.0.1/32'], helpers: [], guarded: [] }),
        trustedCa: authority.ca,
      },
      baseUrl: 'https://v6gov.test',
      stopping: new AbortController().signal,
    })
    const errors: unknown[] = []
    sender.tick((error) => errors.push(error))
    await sender.idle()
    expect(errors).toEqual([])
    await until('all are delivered', 40_000, () => mailbox.mails().length === 2 * reports.length)
    const files = mailbox
      .mails()
      .map((mail) => [...mail.matchAll(/filename="?([^";\r\n]+)/g)].map(([, name = '']) => name))
      .filter(([first]) => /2022-01\b/.test(first ?? ''))
    expect(files.sort((one, other) => other.length - one.length)).toEqual([
      [expect.stringMatching(/2022-01.*\.docx$/), expect.stringMatching(/2022-01.*\.xlsx$/)],
      [expect.stringMatching(new RegExp(`2022-01.*${ward.code}.*\\.docx$`))],
    ])
    expect([...(await listReportMail(db)).values()]).toEqual(reports.map(() => ({ sent: 2 })))
    await mailbox.stop()
    authority.remove()
    await db.destroy()
  },
)
