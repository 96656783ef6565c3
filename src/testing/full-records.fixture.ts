/** One record of each type with a value in every declared field, for tests that no field is lost. */
import { recordShapes } from '../ingest/json-lines/record-shapes.js';
import { nounOf, nouns, type NodeKind } from '../graph/nouns/declare.js';
import type { Shape } from '../graph/nouns/record-fields.js';
import { nounOfRecord } from '../ingest/writer/references.js';
import type { ContentRecord } from '../ingest/record.js';
import { nodeId } from '../graph/node-id.js';
import '../slices.js';

type RecordType = ContentRecord['type'];

/** The parent of the full office records: an office cannot be part of itself. */
const before = {
  type: 'OrganizationBody',
  slug: 'before',
  name: 'Before',
  status: 'ACTIVE',
  position: 7,
} satisfies ContentRecord;

const slugOf = (type: RecordType) => `full-${type.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase()}`;

/** By kind, the slugs that other records refer to. */
const slugsOf = (kind: NodeKind) => nounOf(kind).types.map((type) => slugOf(type as RecordType));

export const fullRecords: readonly ContentRecord[] = [
  before,
  ...nouns()
    .flatMap(({ types }) => types as readonly RecordType[])
    .map((type, n) => fullRecord(type, n)),
];

function fullRecord(type: RecordType, n: number): ContentRecord {
  const { kind, single, lists } = nounOfRecord({ type } as ContentRecord);
  const own: Readonly<Record<string, unknown>> = {
    type,
    slug: slugOf(type),
    // An explicit id, different from the one derived from the slug.
    id: nodeId(kind, `${slugOf(type)}-at-first`),
    formerSlugs: [`${slugOf(type)}-at-first`],
    isoCode: `X${String.fromCharCode(65 + n)}`,
    isoCode3: `XX${String.fromCharCode(65 + n)}`,
    year: 2100,
  };
  const fields = Object.entries(recordShapes()[type]!.properties).map(([field, shape]): [string, unknown] => {
    if (field in own) return [field, own[field]];
    const target = single[field]?.to ?? lists[field]?.to;
    const slugs = target && (target === kind ? [before.slug] : slugsOf(target));
    if (slugs) return [field, shape.type === 'array' ? slugs : slugs[0]];
    return [field, sample(shape, field)];
  });
  return Object.fromEntries(fields) as unknown as ContentRecord;
}

function sample(shape: Shape, field: string): unknown {
  switch (shape.type) {
    case 'integer':
      return shape.minimum + 5;
    case 'array':
      return [sample(shape.items, field)];
    case 'object':
      return Object.fromEntries(Object.entries(shape.properties).map(([name, inner]) => [name, sample(inner, name)]));
    case 'string':
      if (shape.enum) return shape.enum.at(-1);
      if (shape.format) return '2001-02-03';
      if (shape.pattern === '^https?://') return `https://example.org/${field}`;
      return field === 'language' ? 'de' : `A text for ${field}`;
  }
}
