/** A family of numbers that a process measures of itself. */
export type Metric = {
  name: string
  help: string
  type: 'gauge' | 'counter'
  values: { labels?: Record<string, string>; value: number | null }[]
}

/** The text that Prometheus reads (exposition format 0.0.4). What is null is not known, and left out. */
export function metricsText(metrics: Metric[]): string {
  return metrics
    .map(({ name, help, type, values }) => {
      const known = values.filter(({ value }) => value !== null)
      const lines = known.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${value}`)
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
    })
    .join('')
}

function labelsText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
}
