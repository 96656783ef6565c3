/**
 * What of a field's cost depends on its arguments, and how long its texts are. A field declares it with
 * `@Extensions(costs({ … }))` beside its `@cost` and `@listSize`, which routers count with and which know constants only.
 */

export interface DeclaredCost {
  /** How many values the list has, at most. */
  size?: (args: Record<string, unknown>) => number;
  /** Units that are added to the weight of the field. */
  weight?: (args: Record<string, unknown>) => number;
  /** Of a field with long texts, how many bytes one has in the middle: of them the size of an answer is estimated. */
  bytes?: number;
}

const extension = 'cost';

export const costs = (declared: DeclaredCost) => ({ [extension]: declared });

export const costsOf = ({ extensions }: { extensions: object }): DeclaredCost | undefined =>
  (extensions as Record<string, DeclaredCost | undefined>)[extension];

/**
 * The length of a text, rounded up to a power of two: all that a cost may depend on, so that few estimates have to be
 * kept for one operation.
 */
export const roundedLength = (text: unknown): number =>
  typeof text === 'string' && text.length > 0 ? 2 ** Math.ceil(Math.log2(text.length)) : 0;
