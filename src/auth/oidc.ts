import { fetchWithCa } from './fetch-with-ca.ts'

/** What the settings say of the provider (OpenID Connect Core 1.0). */
export type OidcSettings = {
  /** As the provider names itself; its description lies under it. */
  issuer: string
  clientId: string
  /** None for a public client, which PKCE alone protects. */
  clientSecret: string | undefined
  scope: string
  /** Where the provider sends people back to. */
  redirectUri: string
  /** Where it sends them after they have signed out there. */
  signedOutUri: string
  /** An own certificate authority to trust besides the public ones, PEM. */
  ca: string | undefined
  /** Claims that are needed; those that the ID token lacks are asked for at the provider's userinfo. */
  claims: readonly string[]
}

/** What a browser keeps between leaving for the provider and coming back. */
type OidcAttempt = { state: string; nonce: string; verifier: string }

export type Claims = Readonly<Record<string, unknown>>

export type OidcClient = {
  /** Where to send the browser, and what it has to bring back. Rejects when the provider cannot be asked. */
  begin(): Promise<{ url: string; attempt: OidcAttempt }>
  /**
   * Who the provider says it is. Rejects unless state, nonce, issuer, audience, expiry and signature are right, or when
   * the provider refused.
   */
  finish(query: string, attempt: OidcAttempt): Promise<Claims>
  /** Where the provider ends its own session; null where it has no such place. */
  endSessionUrl(): Promise<string | null>
}

const timeoutSeconds = 8
/** After that long the provider is asked anew what it is like. */
const describedForMs = 3_600_000

/**
 * A client of a provider that is not asked for anything before somebody wants to sign in: it may be away when we start,
 * and a failure is forgotten at once. `elapsedMs` is a monotonic clock.
 */
export function createOidcClient(settings: OidcSettings, elapsedMs: () => number): OidcClient {
  let described: { atMs: number; provider: ReturnType<typeof describe> } | undefined
  function provider() {
    if (described !== undefined && elapsedMs() - described.atMs < describedForMs) return described.provider
    const asked = { atMs: elapsedMs(), provider: describe(settings) }
    described = asked
    asked.provider.catch(() => {
      if (described === asked) described = undefined
    })
    return asked.provider
  }
  return {
    async begin() {
      const { oidc, config } = await provider()
      const attempt = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUri,
        scope: settings.scope,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, attempt }
    },
    async finish(query, { state, nonce, verifier }) {
      const { oidc, config } = await provider()
      const tokens = await oidc.authorizationCodeGrant(config, new URL(settings.redirectUri + query), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const told: Claims = tokens.claims() ?? {}
      const isAllTold = settings.claims.every((name) => told[name] !== undefined)
      if (isAllTold || config.serverMetadata().userinfo_endpoint === undefined) return told
      return { ...(await oidc.fetchUserInfo(config, tokens.access_token, String(told.sub))), ...told }
    },
    async endSessionUrl() {
      const { oidc, config } = await provider()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: settings.signedOutUri }).href
    },
  }
}

async function describe({ issuer, clientId, clientSecret, ca }: OidcSettings) {
  const oidc = await import('openid-client') // whoever has no provider loads nothing
  const server = new URL(issuer)
  const config = await oidc.discovery(
    server,
    clientId,
    clientSecret,
    clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
    {
      [oidc.customFetch]: fetchWithCa(ca),
      timeout: timeoutSeconds,
      // of TLS alone nobody could tell later who had said it; an issuer over http is one on this machine (config.ts)
      execute: [
        oidc.enableNonRepudiationChecks,
        ...(server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    },
  )
  return { oidc, config }
}
