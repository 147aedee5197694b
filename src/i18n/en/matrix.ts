import type { matrix as viMatrix } from '../vi/matrix.ts'

export const matrix: typeof viMatrix = {
  title: 'Units by network layer',
  what: 'The four numbers of a cell: served / with IPv6 addresses / reachable over IPv6 / working over IPv6. What is unknown never counts as passed.',
  legend: 'The mark of a cell is the worst result in its layer:',
  layer: 'Network layer',
  total: (count) => `Province (${count} units)`,
  unfoldAll: 'Unfold all units',
  foldAll: 'Fold by district',
  cell: ([served, addressed, reachable, working]) =>
    `${served} served, ${addressed} with IPv6 addresses, ${reachable} reachable, ${working} working`,
  unfold: 'Unfold',
  fold: 'Fold',
  open: 'See units by network layer',
}
