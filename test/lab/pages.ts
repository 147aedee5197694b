import path from 'node:path'
import { must } from '../helpers/process.ts'
import type { Namespaces } from './namespaces.ts'

/** A signed-in reader of the pages, asking from inside the node `core`. */
export type Pages = {
  text(path: string): Promise<string>
  json<T>(path: string): Promise<T>
  /** Sends a form as the page would. */
  post(path: string, form: Record<string, string>): Promise<string>
}

let jars = 0

const fieldsOf = (form: Record<string, string>) =>
  Object.entries(form).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`])

/** Makes the first account through the link that the log printed, as a person would. */
export async function signIn(lab: Namespaces, firstRunUrl: string): Promise<Pages> {
  const { origin, searchParams } = new URL(firstRunUrl)
  const jar = path.join(lab.directory, `cookies-${jars++}`)
  const curl = (url: string, ...options: string[]) => {
    const common = ['curl', '-sS', '--fail-with-body', '-m', '20', '-b', jar]
    return must(lab.inside('core', [...common, ...options, url]))
  }
  const form = {
    token: searchParams.get('token') ?? '',
    name: 'quantri',
    password: 'mot mat khau du dai 2022',
    repeat: 'mot mat khau du dai 2022',
  }
  await curl(firstRunUrl)
  await curl(`${origin}/first-run`, '-c', jar, '-H', `Origin: ${origin}`, ...fieldsOf(form))
  return {
    text: (at) => curl(`${origin}${at}`, '-H', 'Accept: text/html'),
    json: async (at) => JSON.parse(await curl(`${origin}${at}`)),
    post: (at, sent) => curl(`${origin}${at}`, '-H', `Origin: ${origin}`, ...fieldsOf(sent)),
  }
}
