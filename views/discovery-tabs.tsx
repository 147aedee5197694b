import { type Frame, may } from './frame.ts'

/** The kinds of what is found, each on its page. */
export function DiscoveryTabs({ here, frame }: { here: 'devices' | 'prefixes' | 'sweeps'; frame: Frame }) {
  const t = frame.t.discovery
  const tabs = [
    { name: 'devices', path: '/discovery', label: t.title, isOpen: true },
    { name: 'prefixes', path: '/discovery/prefixes', label: t.prefixes.title, isOpen: may(frame, 'reader') },
    { name: 'sweeps', path: '/discovery/sweeps', label: t.sweeps.title, isOpen: may(frame, 'setup') },
  ]
  return (
    <nav class="chips" aria-label={t.kinds}>
      {tabs
        .filter(({ isOpen }) => isOpen)
        .map(({ name, path, label }) => (
          <a class="chip" href={path} aria-current={name === here ? 'page' : undefined}>
            {label}
          </a>
        ))}
    </nav>
  )
}
