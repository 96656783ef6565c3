/** The shape of each type of record, as declared by its noun: used to validate lines and to publish the JSON Schema. */
import { derived, type Noun } from '../../graph/nouns/declare.js';
import type { Shape } from '../../graph/nouns/record-fields.js';
import type { ContentRecord } from '../record.js';
import { errorOf } from './shape.js';

type RecordShape = Shape & { type: 'object' };

function shapeOf({ idPrefix, types, record, isNameable }: Noun): RecordShape {
  const id: Shape = {
    type: 'string',
    pattern: `^${idPrefix}[0-9a-f]{6}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
  };
  const fields = Object.entries(record);
  return {
    type: 'object',
    properties: {
      type: { type: 'string', enum: types },
      ...Object.fromEntries(fields.map(([name, { shape }]) => [name, shape])),
      ...(isNameable && { id }),
    },
    required: ['type', ...fields.flatMap(([name, { isRequired }]) => (isRequired ? [name] : []))],
    additionalProperties: false,
  };
}

/** The shape of each type of record. */
export const recordShapes = derived((nouns): Readonly<Record<string, RecordShape>> =>
  Object.fromEntries(
    nouns.flatMap((noun) => {
      const shape = shapeOf(noun);
      return noun.types.map((type) => [type, shape]);
    }),
  ),
);

const anyRecord: RecordShape = { type: 'object', properties: {}, required: [], additionalProperties: false };

/** Returns the record of a JSON value, or why it is invalid. */
export function asRecord(value: unknown): { record: ContentRecord } | { error: string } {
  const type: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: errorOf(value, anyRecord)! };
  }
  if (type === undefined) return { error: 'Expected the field "type", but it is missing.' };
  const shapes = recordShapes();
  const typed: Shape = { type: 'string', enum: Object.keys(shapes) };
  const error = errorOf(type, typed, 'type') ?? errorOf(value, shapes[type as string]!);
  return error === undefined ? { record: value as ContentRecord } : { error };
}

/** The JSON Schema of a line, as it is published. */
export const recordSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A record of the OSCE content graph: one line of a JSON Lines file',
  oneOf: [...new Set(Object.values(recordShapes()))].map((shape) => withoutOwnWords(shape)),
});

/** Validators of JSON Schema do not know our dates: the pattern says nearly the same, and the importer the rest. */
function withoutOwnWords(shape: Shape): object {
  if (shape.type === 'array') return { ...shape, items: withoutOwnWords(shape.items) };
  if (shape.type === 'object') {
    const properties = Object.entries(shape.properties).map(([name, inner]) => [name, withoutOwnWords(inner)]);
    return { ...shape, properties: Object.fromEntries(properties) as object };
  }
  if (shape.type !== 'string' || !shape.format) return shape;
  return { type: 'string', pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' };
}
