/** The module of this name beside the caller's, in whichever form we run: TypeScript source or built JavaScript. */
export function besideThis(name: string, callerUrl: string): URL {
  return new URL(`./${name}${callerUrl.endsWith('.ts') ? '.ts' : '.js'}`, callerUrl)
}
