import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { fetchWithCa } from '../../src/auth/fetch-with-ca.ts'
import { createOidcClient } from '../../src/auth/oidc.ts'
import type { ProviderTrust } from '../../src/auth/provider-sign-in.ts'
import { makeAuthority } from '../../src/demo/http/certificates.ts'

type Payload = Record<string, unknown>
export type IdentityProvider = Awaited<ReturnType<typeof startIdentityProvider>>

const clientId = 'v6gov'
const clientSecret = 'a secret: of+the%client'
const publicUrl = 'http://localhost'

/**
 * A real provider of OpenID Connect over HTTPS, which signs in whom `signedIn` names without asking. `forge` changes the ID
 * tokens that it sends.
 */
export async function startIdentityProvider() {
  const authority = makeAuthority()
  const server = createServer({
    SNICallback: (host, done) => done(null, authority.contextFor(host, 'own')),
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const state = {
    signedIn: 'an' as string,
    claims: {} as Payload,
    forge: null as
      | ((header: Payload, payload: Payload) => { header: Payload; payload: Payload; key?: KeyObject })
      | null,
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/sign-in/provider/callback`],
        post_logout_redirect_uris: [`${publicUrl}/sign-in`],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['test'] },
    claims: {
      openid: ['sub'],
      profile: ['preferred_username', 'groups'],
      email: ['email', 'email_verified'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/log-in' },
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId, ...state.claims }),
    }),
    async loadExistingGrant({ oidc }: { oidc: { session: { accountId: string } } }) {
      const grant = new provider.Grant({ clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.path !== '/token' || state.forge === null || !ctx.body.id_token) return
    const [header = '', payload = ''] = ctx.body.id_token.split('.')
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    const forged = state.forge(read(header), read(payload))
    const text = [forged.header, forged.payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature = sign('RSA-SHA256', Buffer.from(text), forged.key ?? privateKey).toString('base64url')
    ctx.body = { ...ctx.body, id_token: `${text}.${signature}` }
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url !== '/log-in') return answer(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: state.signedIn } })
  })

  const fetch = fetchWithCa(authority.ca)
  return {
    issuer,
    state,
    /** What `WebDeps.provider` holds. */
    deps(trust: Partial<ProviderTrust> = {}) {
      const { claim = 'preferred_username', rules = [] } = trust
      const client = createOidcClient(
        {
          ...{ issuer, clientId, clientSecret, scope: 'openid profile email', ca: authority.ca },
          redirectUri: `${publicUrl}/sign-in/provider/callback`,
          signedOutUri: `${publicUrl}/sign-in`,
          claims: [claim, ...rules.map((rule) => rule.claim)],
        },
        () => 0,
      )
      return { name: 'Cổng tỉnh', client, trust: { issuer, claim, rules } }
    },
    /** Goes where a browser would, until it is sent back; `cookies` are those of the browser at the provider. */
    async follow(url: string, cookies = new Map<string, string>()): Promise<string> {
      let at = url
      for (let hop = 0; hop < 8 && at.startsWith(issuer); hop++) {
        const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
        const response = await fetch(at, {
          method: 'GET',
          headers: { cookie },
          body: null,
          redirect: 'manual',
        })
        for (const set of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
          cookies.set(name, value)
        }
        const next = response.headers.get('location')
        if (next === null) throw new Error(`${at}: ${response.status} ${await response.text()}`)
        at = new URL(next, at).href
      }
      return at
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
