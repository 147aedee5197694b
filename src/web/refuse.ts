import { HTTPException } from 'hono/http-exception'

const statuses = {
  badRequest: 400,
  unauthorised: 401,
  forbidden: 403,
  crossSite: 403,
  notFound: 404,
  tooLarge: 413,
  wrongHost: 421,
  internal: 500,
} as const

/** Why a request is not carried out; the page about it has its words in i18n `problems`. */
export type Refusal = keyof typeof statuses

export function refusalStatus(refusal: Refusal) {
  return statuses[refusal]
}

/** Ends the request. `issues` say which values cannot be used and why; they are shown to the user. */
export function refuse(refusal: Refusal, issues: string[] = []): never {
  throw new HTTPException(statuses[refusal], { message: issues.join('\n'), cause: refusal })
}
