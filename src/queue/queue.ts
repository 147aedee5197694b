import type { Job } from '../model.ts'

/** Carries jobs from whoever finds them due to whoever runs them; may deliver a job twice, never promises order. */
export type Queue = {
  send(jobs: Job[]): Promise<void>
  /** Takes jobs of the vantages this process speaks for, `concurrency` at a time. */
  work(handle: (job: Job) => Promise<void>): Promise<void>
  /** Jobs that wait to be taken. */
  depth(): Promise<number>
  /** Takes no more, waits for what runs, forgets the rest (a check comes due again). */
  stop(): Promise<void>
}
