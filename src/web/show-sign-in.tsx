import { SignInPage } from '../../views/entry.tsx'
import { frameOf } from './show.ts'
import type { WebContext } from './web.ts'

/** Asks somebody to sign in, and says what went wrong before. */
export async function showSignIn(
  c: WebContext,
  asked: { to: string; name?: string; error?: string },
  status: 200 | 422 | 429 | 503 = 200,
): Promise<Response> {
  const provider = c.var.deps.provider?.name ?? null
  return c.html(<SignInPage frame={await frameOf(c)} provider={provider} {...asked} />, status)
}

/** A path on this site, so that a link cannot send people elsewhere after signing in. */
export function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : '/'
}
