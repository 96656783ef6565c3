/** Bounds for the parsing of markup that anybody may have written. */
import { Parser, type Handler, type ParserOptions } from 'htmlparser2';

/** Why markup was not read to its end. */
export class MarkupError extends Error {}

/**
 * Browsers stop nesting at 512. The parser looks through all open elements at every end tag, so that its time grows with
 * the depth: a page of unclosed tags is refused rather than read for minutes.
 */
export const DEEPEST = 1_000;

/** Parses markup and tells the handler of it. Throws a {@link MarkupError} where elements are nested too deep. */
export function parseMarkup(markup: string, handler: Partial<Handler>, options: ParserOptions): void {
  let depth = 0;
  const parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, implied) {
        if (++depth > DEEPEST) {
          throw new MarkupError(`The markup nests more than ${DEEPEST} elements, at character ${parser.startIndex}.`);
        }
        handler.onopentag?.(name, attributes, implied);
      },
      onclosetag(name, implied) {
        depth--;
        handler.onclosetag?.(name, implied);
      },
      onparserinit: (made) => handler.onparserinit?.(made),
    },
    options,
  );
  parser.end(markup);
}
