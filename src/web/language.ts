import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { messages } from '../i18n/messages.ts'
import type { Locale } from '../model.ts'
import type { WebEnv } from './web.ts'

const cookie = 'v6gov_lang'
const yearSeconds = 365 * 86_400

/** Vietnamese unless `?lang=` or an earlier `?lang=` (kept in a cookie) says English. */
export const readLanguage = createMiddleware<WebEnv>(async (c, next) => {
  const asked = c.req.query('lang')
  if (isLocale(asked))
    setCookie(c, cookie, asked, {
      path: '/',
      maxAge: yearSeconds,
      sameSite: 'Lax',
      httpOnly: true,
      secure: c.var.origin.startsWith('https:'),
    })
  const kept = getCookie(c, cookie)
  const locale = isLocale(asked) ? asked : isLocale(kept) ? kept : 'vi'
  c.set('words', { t: messages[locale], locale })
  await next()
})

function isLocale(value: string | undefined): value is Locale {
  return value === 'vi' || value === 'en'
}
