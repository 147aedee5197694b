import { enqueueDue } from '../jobs/enqueue-due.ts'
import { forgetIncidents } from '../jobs/forget-incidents.ts'
import { keepEvidence } from '../jobs/keep-evidence.ts'
import { createIncidentKeeper } from '../jobs/keep-incidents.ts'
import { keepLineDays } from '../jobs/keep-line-days.ts'
import { createReadinessKeeper } from '../jobs/keep-readiness-incidents.ts'
import { createSampleKeeper } from '../jobs/keep-samples.ts'
import { keepStandings } from '../jobs/keep-standings.ts'
import { keepStateIncidents } from '../jobs/keep-state-incidents.ts'
import { keepWifiDays } from '../jobs/keep-wifi-days.ts'
import { freezeDue } from '../jobs/monthly-report.ts'
import { makeDueFiles } from '../jobs/report-files.ts'
import type { Task } from '../jobs/schedule.ts'
import type { createSender } from '../jobs/send-messages.ts'
import { settleHeldMessages, writeNewMessages } from '../jobs/write-messages.ts'
import { writeReportMessages } from '../jobs/write-report-messages.ts'
import type { Log } from '../log.ts'
import type { TaskName } from '../model/tasks.ts'
import type { Clock } from '../model.ts'
import type { Queue } from '../queue/queue.ts'
import { dayOf } from '../report/period.ts'
import { removeExpired } from '../store/accounts.ts'
import { removeAnswers } from '../store/answers.ts'
import type { Database } from '../store/database.ts'
import { pruneDays } from '../store/days.ts'
import { beat, listHeartbeats } from '../store/heartbeats.ts'
import { notePace } from '../store/paces.ts'
import { forgetProcesses } from '../store/processes.ts'
import { offerChannels } from '../store/subscriptions.ts'
import { bringForward } from '../store/turns.ts'
import type { createPipeline } from './pipeline.ts'

/** How long a program may send the same write again. */
const answersForMs = 7 * 86_400_000

/** How long a process that was killed stays in sight, in milliseconds. */
const forgottenMs = 7 * 86_400_000

/** Of every five seconds, in small pieces: the numbers of a large province are folded within an hour. */
const keepSamplesMs = 250

type ToSchedule = {
  db: Database
  now: Clock
  pace: number
  log: Log
  queue: Queue
  pipeline: ReturnType<typeof createPipeline>
  reporting: { cutoffDay: number } & Parameters<typeof freezeDue>[0] &
    Parameters<typeof makeDueFiles>[0] &
    Parameters<typeof createReadinessKeeper>[0]
  /** Vantages that somebody looks from. */
  attended(): Promise<string[]>
  messaging: Parameters<typeof writeNewMessages>[0]
  sender: ReturnType<typeof createSender>
  offered(): Parameters<typeof offerChannels>[1]
  /** Makes a backup and returns what it is; left out where there is nothing to keep. */
  backUp?: (() => Promise<string>) | undefined
  /** Exchanges that no report cites are kept for so many days, and messages and logs of closed incidents. */
  evidenceDays: number
  onTaskError(error: unknown, task: string): void
}

type NamedTask = Task & { name: TaskName }

/** What the scheduler does by itself, and when, once it has noted that it is there. */
export async function schedulerTasks(world: ToSchedule): Promise<NamedTask[]> {
  const {
    db,
    now,
    pace,
    log,
    queue,
    pipeline,
    reporting,
    attended,
    messaging,
    sender,
    offered,
    backUp,
    evidenceDays,
    onTaskError,
  } = world
  await notePace(db, now(), pace)
  await bringForward(db, now(), { pace })
  await beat(db, 'inventory', now())
  const keepSamples = createSampleKeeper({ db, now, pace, cutoffDay: reporting.cutoffDay })
  const keepIncidents = createIncidentKeeper({ db, now, pace })
  const keepReadiness = createReadinessKeeper(reporting)
  let synced: string | undefined
  let caughtUp = false
  async function makeFiles() {
    for (const { period, version, formats } of await makeDueFiles(reporting))
      log('info', 'files of a report made', { period, version, formats: formats.join(' ') })
    await writeReportMessages({ db, now })
  }
  const backup: NamedTask | undefined = backUp && {
    name: 'the backup',
    when: '50 2 * * *',
    run: async () => log('info', 'backup made and proved', JSON.parse(await backUp())),
  }
  return [
    {
      name: 'the schedule of checks',
      when: '* * * * * *',
      async run() {
        const { inventory } = await listHeartbeats(db)
        const state = `${inventory} ${dayOf(now())}` // a unit may end at midnight
        if (state !== synced) {
          await pipeline.syncChecks()
          synced = state
        }
        await enqueueDue({ db, queue, now, pace, vantages: await attended() })
      },
    },
    {
      name: 'the turns that lie too far ahead',
      when: '30 7 * * * *', // hourly, for a clock that was set back
      async run() {
        const brought = await bringForward(db, now(), { pace })
        if (brought > 0) log('warn', 'turns lay too far ahead and were brought back', { checks: brought })
      },
    },
    {
      name: 'the reports',
      when: '10 0 * * *',
      atStart: true, // catches up on what was missed while we were away
      async run() {
        const frozen = await freezeDue(reporting)
        for (const { period, sha256 } of frozen) log('info', 'report frozen', { period, sha256 })
        if (!caughtUp) await makeFiles()
        caughtUp = true
      },
    },
    { name: 'the files of reports', when: '0 6 * * *', run: makeFiles },
    {
      name: 'the end of old sessions',
      when: '20 3 * * *',
      async run() {
        await removeExpired(db, now())
        await removeAnswers(db, new Date(Date.parse(now()) - answersForMs).toISOString())
      },
    },
    {
      name: 'the end of old exchanges',
      when: '10 4 * * *',
      async run() {
        const removed = await keepEvidence({ db, now }, evidenceDays)
        if (removed > 0) log('info', 'old exchanges that no report cites removed', { removed })
      },
    },
    {
      name: 'the end of old messages',
      when: '25 4 * * *',
      async run() {
        const gone = await forgetIncidents({ db, now }, evidenceDays)
        if (gone.messages + gone.events > 0) log('info', 'old messages and logs of incidents removed', gone)
      },
    },
    { name: 'the end of old days', when: '40 3 * * *', run: () => pruneDays(db, now()) },
    {
      name: 'the standings of days',
      when: '*/5 * * * * *', // small pieces: a day of the province takes minutes, and missed years go on by and by
      async run() {
        await keepStandings(reporting, { units: 10, days: 5 })
      },
    },
    {
      name: 'the days of lines',
      when: '*/5 * * * * *',
      async run() {
        await keepLineDays(reporting, { lines: 10 })
      },
    },
    { name: 'the incidents', when: '*/5 * * * * *', run: keepIncidents },
    { name: 'the incidents of verdicts', when: '2-59/5 * * * * *', run: keepReadiness },
    {
      name: 'the incidents of sites and channels',
      when: '4-59/20 * * * * *',
      run: () => keepStateIncidents({ db, now, pace }),
    },
    {
      name: 'the messages to people',
      when: '* * * * * *',
      async run() {
        await writeNewMessages(messaging)
        await settleHeldMessages(messaging)
        sender.tick((error) => onTaskError(error, 'the sending of messages'))
      },
    },
    {
      name: 'the channels of messages',
      when: '20 * * * * *',
      atStart: true,
      run: () => offerChannels(db, offered(), now()),
    },
    {
      name: 'the days of public Wi-Fi',
      when: '*/5 * * * * *',
      async run() {
        await keepWifiDays(reporting, { sites: 10 })
      },
    },
    {
      name: 'the folding of numbers into days',
      when: '*/5 * * * * *',
      run: () => keepSamples(keepSamplesMs),
    },
    ...(backup === undefined ? [] : [backup]),
    {
      name: 'the end of processes long gone',
      when: '40 3 * * *',
      run: () => forgetProcesses(db, new Date(Date.parse(now()) - forgottenMs).toISOString()),
    },
  ]
}
