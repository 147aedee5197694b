import type { entry as vi } from '../vi/entry.ts'

export const entry: typeof vi = {
  signIn: {
    title: 'Sign in',
    name: 'Account name',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'Wrong account name or password.',
    wait: (span) => `Too many wrong attempts. Try again in ${span}.`,
    first: 'No account yet? Open the one-time link printed in the log at start.',
  },
  provider: {
    link: (name) => `Sign in with ${name}`,
    unreachable: (name) => `${name} does not answer. Sign in with a password, or try again later.`,
    failed: (name) => `Signing in with ${name} did not succeed. Try again.`,
    noAccount: (name) =>
      `${name} knows you, but there is no account here for you. Ask an administrator of v6gov.`,
    leaving: (name) => `You have signed out of v6gov. ${name} may still know you:`,
    leave: (name) => `Sign out of ${name} too`,
  },
  firstRun: {
    title: 'Make the first administrator',
    what: 'This link works once. The password has at least 12 characters.',
    name: 'Account name',
    password: 'Password',
    repeat: 'Password again',
    submit: 'Make the account',
    passwordTitle: 'Choose a password',
    setPassword: 'Set the password',
    invalid:
      'The link is wrong, used or expired. Ask an administrator for a new one; while there is no account, restart v6gov.',
    mismatch: 'The two passwords differ.',
    badPassword: 'The password must have 12 to 256 characters.',
    badName:
      'An account name is 2 to 64 letters, digits, dots, hyphens, underscores or @, beginning with a letter or digit.',
    taken: 'There is an account of that name already.',
  },
  welcome: {
    title: 'The inventory holds no units yet',
    what: 'v6gov must know the units, devices, services and lines before it can look at them. Begin in one of two ways:',
    importTitle: 'Import your province',
    importWhat:
      'Prepare the CSV files (one per kind), try them and import them on the Inventory page, or at the shell:',
    importLink: 'Open the Inventory page',
    demoTitle: 'See the demonstration',
    demoWhat: 'Run a complete simulated network on this machine, touching no real one:',
  },
}
