import type { Asset } from '../src/model/inventory.ts'
import { atMoment, type Frame } from './frame.ts'
import { Raw } from './parts/raw.tsx'
import { Level, Score } from './parts/score.tsx'
import { VerdictCounts } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import type { UnitRow } from './units.tsx'

/** What the inventory says of a unit, or how to make it say something. */
export function AssetTable({ assets, frame }: { assets: Asset[]; frame: Frame }) {
  const { t } = frame
  if (assets.length === 0)
    return (
      <div class="empty">
        <strong>{t.unit.noAssets}</strong>
        <span>{t.unit.noAssetsWhat}</span>
      </div>
    )
  return (
    <TableBox label={t.unit.assetsTitle} records>
      <thead>
        <tr>
          <th scope="col">{t.unit.asset}</th>
          <th scope="col">{t.unit.assetKind}</th>
          <th scope="col">{t.unit.assetDetail}</th>
        </tr>
      </thead>
      <tbody>
        {assets.map((asset) => (
          <tr id={`asset-${asset.kind}-${asset.code}`}>
            <th scope="row">
              {asset.kind === 'device' || asset.kind === 'line' ? (
                <a href={atMoment(`/${asset.kind}s/${encodeURIComponent(asset.code)}`, frame)}>
                  {asset.code}
                </a>
              ) : (
                <Raw text={asset.code} />
              )}
            </th>
            <td data-label={t.unit.assetKind}>{t.assetKind[asset.kind]}</td>
            <td class="wide" data-label={t.unit.assetDetail}>
              <Raw text={describe(asset)} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** What the inventory says of an asset, in one line. */
function describe(asset: Asset): string {
  const parts =
    asset.kind === 'device'
      ? [asset.name, asset.role, asset.address, asset.address6]
      : asset.kind === 'service'
        ? [asset.type, asset.host, asset.owner]
        : asset.kind === 'line'
          ? [asset.level, asset.provider, asset.contractNo, asset.cirDownMbps && `${asset.cirDownMbps} Mb/s`]
          : asset.kind === 'prefix'
            ? [asset.prefix, asset.role, asset.site, asset.vlan && `VLAN ${asset.vlan}`, asset.description]
            : [asset.name, asset.category, asset.address, asset.provider]
  return parts.filter(Boolean).join(' · ')
}

/** The units that are part of a unit, each with where it stands. */
export function MemberTable({ rows, frame }: { rows: UnitRow[]; frame: Frame }) {
  const t = frame.t.units
  return (
    <TableBox label={frame.t.unit.childrenTitle} records>
      <thead>
        <tr>
          <th scope="col">{t.columns.name}</th>
          <th scope="col">{t.columns.level}</th>
          <th scope="col">{t.columns.score}</th>
          <th scope="col">{t.columns.counts}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ unit, readiness }) => (
          <tr>
            <th scope="row">
              <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>{unit.name}</a>{' '}
              <span class="muted small">{unit.code}</span>
            </th>
            <td data-label={t.columns.level}>
              <Level level={readiness.level} reachable={readiness.levelReachable} frame={frame} />
            </td>
            <td class="wide" data-label={t.columns.score}>
              <Score of={readiness} frame={frame} />
            </td>
            <td data-label={t.columns.counts}>
              <VerdictCounts counts={readiness.counts} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}
