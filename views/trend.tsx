import { unitKinds } from '../src/model/inventory.ts'
import { Layout } from './layout.tsx'
import { type TrendProps, TrendSection } from './parts/trend.tsx'

/** One trend on a page of its own. */
export function TrendPage({ name, ...props }: Omit<TrendProps, 'title'> & { name: string }) {
  const { t } = props.frame
  const kind = unitKinds.find((one) => name === `kind:${one}`)
  const title = `${t.trend.title}: ${kind ? t.unitKind[kind] : name === 'all' ? t.trend.all : name}`
  return (
    <Layout frame={props.frame} title={title} section="plan">
      <h1>{title}</h1>
      <TrendSection {...props} title={name === 'all' ? t.trend.all : (kind && t.unitKind[kind]) || name} />
    </Layout>
  )
}
