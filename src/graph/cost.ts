/**
 * The part of a field's cost that depends on its arguments, and the length of its texts. A field declares it with
 * `@Extensions(costs({ … }))` beside `@cost` and `@listSize`, which routers use and which allow only constants.
 */
import { Directive, Extensions } from 'type-graphql';

export interface DeclaredCost {
  /** The maximum length of the list, by its arguments. */
  size?: (args: Record<string, unknown>) => number;
  /** The maximum length of a list without such arguments, whatever the content. */
  most?: number;
  /** Units added to the weight of the field. */
  weight?: (args: Record<string, unknown>) => number;
  /** For long texts: the average number of bytes, to estimate the size of an answer. */
  bytes?: number;
}

const extension = 'cost';

export const costs = (declared: DeclaredCost) => ({ [extension]: declared });

export const costsOf = ({ extensions }: { extensions: object }): DeclaredCost | undefined =>
  (extensions as Record<string, DeclaredCost | undefined>)[extension];

/**
 * The length of a list without pages: what estimates assume, and what no content can exceed. Import enforces `most` for
 * lists of records and for the number of reference nodes (`nouns/bounds.ts`).
 */
export const ListSize =
  ({ usual, most }: { usual: number; most: number }): MethodDecorator & PropertyDecorator =>
  (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
    for (const decorator of [Directive(`@listSize(assumedSize: ${usual})`), Extensions(costs({ most }))]) {
      (decorator as (...of: unknown[]) => void)(target, key, descriptor);
    }
  };

/**
 * The length of a text, rounded up to a power of two. Costs may depend only on this, so that an operation has few cached
 * estimates.
 */
export const roundedLength = (text: unknown): number =>
  typeof text === 'string' && text.length > 0 ? 2 ** Math.ceil(Math.log2(text.length)) : 0;
