import { doWork } from './work.ts'

/** Does what it is told, to be killed at it. */
console.log('begins')
await doWork(process.argv.slice(2))
