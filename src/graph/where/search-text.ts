/** What may be asked of full-text search. */
import { BadUserInputError } from '../errors.js';

export const longestSearch = 200;

/**
 * A search text that the database can take.
 * @throws BadUserInputError for one that is too long, or holds what no text can
 */
export function checkedSearch(argument: string, text: string): string {
  if (text.length > longestSearch) {
    throw new BadUserInputError(
      `${argument}: expected a search text of at most ${longestSearch} characters, got ${text.length}.`,
    );
  }
  if (text.includes('\0')) {
    throw new BadUserInputError(`${argument}: expected a text without the character U+0000.`);
  }
  return text;
}
