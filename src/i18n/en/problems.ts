import type { problems as vi } from '../vi/problems.ts'

export const problems: typeof vi = {
  back: 'Back to the overview',
  requestId: (id) => `Request id: ${id}`,
  badRequest: {
    title: 'Bad request',
    what: 'The address or the form holds a value that cannot be used. Correct the values below and try again.',
  },
  unauthorised: { title: 'Sign in first', what: 'There is no session, or it has ended.' },
  forbidden: {
    title: 'Not allowed',
    what: 'This account may not use what was chosen. Ask an administrator if it should.',
  },
  crossSite: {
    title: 'Refused',
    what: 'A request to change data did not come from this site itself, so it was not carried out.',
  },
  wrongHost: {
    title: 'Wrong host name',
    what: 'The server only takes requests for localhost. Set V6GOV_HOST and trusted proxies to reach it from elsewhere.',
  },
  notFound: {
    title: 'Not found',
    what: 'There is no such page or thing. Its code may have changed, or its asset left the inventory.',
  },
  tooLarge: { title: 'Too large', what: 'Split the file into smaller parts and try again.' },
  internal: {
    title: 'A fault of this program',
    what: 'The page could not be made. No data was harmed. Give the request id below to the operator, who finds it in the log.',
  },
}
