import { isIP } from 'node:net'
import { Address4, Address6 } from 'ip-address'
import { z } from 'zod'
import { parseProviderRule } from './auth/provider-rules.ts'

/** What the environment says, checked. Read once; a function gets the value it needs, never this whole. */
export type Config = z.output<typeof schema>

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)

const yesNo = z.enum(['1', '0', 'true', 'false', '']).transform((text) => text === '1' || text === 'true')

const roles = ['web', 'scheduler', 'worker'] as const

/** `address` or `address#port`. */
const endpoint = z.string().refine((text) => {
  const [address = '', port, ...rest] = text.split('#')
  return rest.length === 0 && isIP(address) !== 0 && (port === undefined || isPort(port))
}, 'must be an IP address, with #port where it is not the usual one')

const endpoint6 = endpoint.refine(
  (text) => isIP(text.split('#')[0] ?? '') === 6,
  'must be IPv6 addresses, with #port where it is not the usual one',
)

const prefix6 = z
  .string()
  .refine((text) => Address6.isValid(text) && text.includes('/'), 'must be IPv6 prefixes, as 2001:db8::/32')
  .transform((text) => {
    const prefix = new Address6(text)
    return `${prefix.startAddress().correctForm()}${prefix.subnet}`
  })

const network = z
  .string()
  .refine((text) => Address4.isValid(text) || Address6.isValid(text), 'must be an address or a prefix')

/** Over http only this machine can be believed. */
const issuer = z
  .string()
  .refine(
    (text) =>
      /^https:\/\/[^\s?#]+$/.test(text) ||
      /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^\s?#]*)?$/.test(text),
    'must be a URL https://…',
  )

const providerRule = z.string().transform((text, ctx) => {
  const rule = parseProviderRule(text)
  if (rule !== undefined) return rule
  ctx.addIssue({
    code: 'custom',
    message: 'must be CLAIM=VALUE:ROLE, or CLAIM=VALUE:unit_head@CODE of a unit, with commas between them',
  })
  return z.NEVER
})

const network4 = z.string().refine((text) => Address4.isValid(text), 'must be IPv4 prefixes, as 10.30.0.0/16')

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `must be a whole number, ${least} to ${most}`,
    )
    .transform(Number)
}

const schema = z.strictObject({
  V6GOV_DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:FILE or postgres://…')
    .default('sqlite:data/v6gov.db'),
  V6GOV_HOST: z
    .string()
    .refine((text) => isIP(text) !== 0 || /^[A-Za-z0-9.-]{1,253}$/.test(text), 'must be an address or a name')
    .default('127.0.0.1'),
  V6GOV_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL http://… or https://…' })
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  V6GOV_PORT: z.string().refine(isPort, 'must be a port, 0 to 65535').transform(Number).default(8080),
  V6GOV_ROLES: list
    .pipe(z.array(z.enum(roles)).nonempty(`must name at least one of ${roles.join(', ')}`))
    .default(['web', 'scheduler', 'worker']),
  V6GOV_VANTAGES: list
    .pipe(z.array(z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be letters, digits, - and _')).nonempty())
    .default(['inside']),
  V6GOV_PACE: z
    .string()
    .refine((text) => Number(text) > 0 && Number(text) <= 10_000, 'must be a number above 0, at most 10000')
    .transform(Number)
    .default(1),
  V6GOV_CONCURRENCY: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number, 1 to 9999')
    .transform(Number)
    .default(96),
  V6GOV_RESOLVERS: list.pipe(z.array(endpoint)).optional(),
  V6GOV_ANCHORS: list.pipe(z.array(endpoint)).default([]),
  V6GOV_ROOTS: list.pipe(z.array(endpoint)).default([]),
  V6GOV_MAIL_CONTROLS: list.pipe(z.array(endpoint6).max(4)).default([]),
  V6GOV_DC_PREFIXES: list.pipe(z.array(prefix6).max(16)).default([]),
  V6GOV_KNOWN_NAME: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,253}$/, 'must be a host name')
    .optional(),
  V6GOV_TIME_SERVER: endpoint.optional(),
  V6GOV_PORTAL_URL: z.url({ protocol: /^http$/, error: 'must be a URL http://…' }).optional(),
  V6GOV_PORTAL_TEXT: z.string().min(1).max(200).optional(),
  V6GOV_ALLOW_TARGETS: list.pipe(z.array(network)).default([]),
  V6GOV_SWEEP_RANGES: list.pipe(z.array(network4)).default([]),
  V6GOV_CREDENTIALS_FILE: z.string().min(1).optional(),
  V6GOV_KEY_FILE: z.string().min(1).optional(),
  V6GOV_KEY: z.string().min(1).optional(),
  V6GOV_CA_FILE: z.string().min(1).optional(),
  V6GOV_CONTACT: z
    .string()
    .max(200)
    .regex(/^[ -~]*$/, 'must be plain ASCII')
    .optional(),
  V6GOV_TRUSTED_PROXIES: list.pipe(z.array(network)).default([]),
  V6GOV_CUTOFF_DAY: z
    .string()
    .regex(/^([1-9]|1\d|2[0-8])$/, 'must be a day of the month, 1 to 28')
    .transform(Number)
    .default(14),
  V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: yesNo.default(false),
  V6GOV_INSIDE_COUNTS_AS_OUTSIDE: yesNo.default(false),
  V6GOV_OIDC_ISSUER: issuer.optional(),
  V6GOV_OIDC_CLIENT_ID: z.string().min(1).max(200).optional(),
  V6GOV_OIDC_SECRET_FILE: z.string().min(1).optional(),
  V6GOV_OIDC_NAME: z.string().min(1).max(60).optional(),
  V6GOV_OIDC_SCOPE: z
    .string()
    .regex(/^openid( [\x21-\x7e]+)*$/, 'must be openid and others, with blanks between them')
    .default('openid profile email'),
  V6GOV_OIDC_CLAIM: z.string().min(1).max(200).default('preferred_username'),
  V6GOV_OIDC_RULES: list.pipe(z.array(providerRule)).default([]),
  V6GOV_BACKUP_DIR: z.string().min(1).optional(),
  V6GOV_BACKUP_KEEP: wholeNumber(1, 9999).default(14),
  V6GOV_BACKUP_DAYS: wholeNumber(1, 9999).default(30),
  V6GOV_EVIDENCE_DAYS: wholeNumber(400, 99_999).default(1_096),
  V6GOV_DISK_RESERVE_MB: wholeNumber(0, 99_999).default(1024),
  V6GOV_LOG: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}

/** Reads every `V6GOV_…` variable; a name that nobody knows is a mistake too. Returns all mistakes, a line each. */
export function readConfig(
  env: Record<string, string | undefined>,
): { ok: true; config: Config } | { ok: false; mistakes: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('V6GOV_')))
  const parsed = schema.safeParse(given)
  const mistakes = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => `${key}: there is no such setting`)
          : `${issue.path[0]?.toString()}: ${issue.message}${shown(String(issue.path[0]), given[String(issue.path[0])])}`,
      )
  return parsed.success && mistakes.length === 0
    ? { ok: true, config: Object.freeze(parsed.data) }
    : { ok: false, mistakes }
}

function contradictions(config: Config): string[] {
  const split = roles.some((role) => !config.V6GOV_ROLES.includes(role))
  const mistakes = []
  if (split && config.V6GOV_DATABASE_URL.startsWith('sqlite:'))
    mistakes.push(
      'V6GOV_ROLES: processes can share the work only on PostgreSQL (V6GOV_DATABASE_URL=postgres://…)',
    )
  if (config.V6GOV_PORTAL_TEXT !== undefined && config.V6GOV_PORTAL_URL === undefined)
    mistakes.push('V6GOV_PORTAL_TEXT: says what a page must say, and V6GOV_PORTAL_URL names none')
  if (config.V6GOV_KEY !== undefined && config.V6GOV_KEY_FILE !== undefined)
    mistakes.push('V6GOV_KEY, V6GOV_KEY_FILE: give one of them')
  if (config.V6GOV_OIDC_ISSUER === undefined) {
    for (const name of ['V6GOV_OIDC_CLIENT_ID', 'V6GOV_OIDC_SECRET_FILE', 'V6GOV_OIDC_NAME'] as const)
      if (config[name] !== undefined) mistakes.push(`${name}: V6GOV_OIDC_ISSUER names no provider`)
    if (config.V6GOV_OIDC_RULES.length > 0)
      mistakes.push('V6GOV_OIDC_RULES: V6GOV_OIDC_ISSUER names no provider')
  } else {
    if (config.V6GOV_OIDC_CLIENT_ID === undefined)
      mistakes.push('V6GOV_OIDC_CLIENT_ID: is needed beside V6GOV_OIDC_ISSUER')
    if (config.V6GOV_PUBLIC_URL === undefined)
      mistakes.push('V6GOV_PUBLIC_URL: is needed beside V6GOV_OIDC_ISSUER, which sends people back there')
  }
  return mistakes
}

/** Only a database's address may hold a password, besides the key; the rest may be shown back. */
function shown(name: string, value: string | undefined): string {
  return value === undefined || name === 'V6GOV_KEY' || value.includes('@')
    ? ''
    : ` (is ${JSON.stringify(value)})`
}
