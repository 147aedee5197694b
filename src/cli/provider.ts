import { performance } from 'node:perf_hooks'
import { createOidcClient } from '../auth/oidc.ts'
import type { Config } from '../config.ts'
import type { WebDeps } from '../web/web.ts'
import { readPrivate } from './vault.ts'

/** Who else vouches for people, as the settings say; null for nobody. `ca`: an own certificate authority, PEM. */
export function createProvider(config: Config, ca: string | undefined): WebDeps['provider'] {
  const {
    V6GOV_OIDC_ISSUER: issuer,
    V6GOV_OIDC_CLIENT_ID: clientId,
    V6GOV_OIDC_SECRET_FILE: file,
    V6GOV_PUBLIC_URL: publicUrl,
    V6GOV_OIDC_CLAIM: claim,
    V6GOV_OIDC_RULES: rules,
  } = config
  if (issuer === undefined || clientId === undefined || publicUrl === undefined) return null
  const settings = {
    issuer,
    clientId,
    clientSecret: file === undefined ? undefined : readPrivate(file).trim(),
    scope: config.V6GOV_OIDC_SCOPE,
    redirectUri: `${publicUrl}/sign-in/provider/callback`,
    signedOutUri: `${publicUrl}/sign-in`,
    ca,
    claims: [...new Set([claim, ...rules.map((rule) => rule.claim)])],
  }
  return {
    name: config.V6GOV_OIDC_NAME ?? new URL(issuer).host,
    client: createOidcClient(settings, () => performance.now()),
    trust: { issuer, claim, rules },
  }
}
