import { GraphQLScalarType, Kind } from 'graphql';
import { BadUserInputError } from './errors.js';
import { isPartialDate } from './partial-date.js';

function readDate(value: unknown): string {
  if (typeof value === 'string' && isPartialDate(value)) return value;
  const came = typeof value === 'string' ? `"${value.slice(0, 40)}"` : typeof value;
  throw new BadUserInputError(`Date: expected "YYYY", "YYYY-MM" or "YYYY-MM-DD" (a valid date), got ${came}.`);
}

/** The scalar `Date`: ISO 8601 with the known precision. */
export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  description:
    'An ISO 8601 calendar date with the known precision: `2007`, `2007-06` or `2007-06-30`. ' +
    'A date known only by its year is returned as the year. Dates sort by the first day that they can denote.',
  specifiedByURL: 'https://www.iso.org/standard/70907.html',
  serialize: (value) => value as string,
  parseValue: readDate,
  parseLiteral: (node) => readDate(node.kind === Kind.STRING ? node.value : node.kind),
});
