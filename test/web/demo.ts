import { expect } from 'vitest'
import { openProvince, type Province } from './province.ts'

/** A list as every `.json` address gives it; of units unless told otherwise. */
export type List<Item = { code: string; name: string; kind: string; score: number }> = {
  items: Item[]
  total: number
  asOf: string
}

/** A browser that the demo has signed in as an administrator, and what it reads. */
export async function openDemo(options: Parameters<typeof openProvince>[0] = {}) {
  const province: Province = await openProvince({ demo: true, ...options })
  const first = await province.app.request('/about', { headers: { accept: 'text/html' } })
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const get = async (path: string, headers: Record<string, string> = {}) =>
    province.app.request(path, { headers: { cookie, ...headers } })
  return {
    province,
    cookie,
    get,
    html: async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).text(),
    async json<Shape>(path: string): Promise<Shape> {
      const response = await get(path)
      expect(response.status, path).toBe(200)
      return response.json() as Promise<Shape>
    },
  }
}

export type Demo = Awaited<ReturnType<typeof openDemo>>
