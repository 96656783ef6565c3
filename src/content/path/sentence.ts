/** Renders steps of paths as sentences. */
import { kindOfId, type NodeRow } from '../../graph/node-id.js';
import { filterOf } from '../../graph/where/declare.js';

const labelOf = ({ name, title, year }: NodeRow & { name?: string; title?: string; year?: number }) =>
  name ?? (title === undefined ? `Chairpersonship of ${year}` : `“${title}”`);

/** Returns a sentence such as `Mission to Moldova works in Moldova.` */
export function sentenceOf(from: NodeRow, field: string, to: NodeRow): string {
  const edge = filterOf(kindOfId(from.id)!).fields.get(field);
  const says = edge && 'direction' in edge ? edge.direction.near.says : 'is joined to';
  return `${labelOf(from)} ${says} ${labelOf(to)}.`;
}
