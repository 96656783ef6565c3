/** Validation of full-text searches. */
import { BadUserInputError } from '../errors.js';

export const longestSearch = 200;

/**
 * Validates a search text.
 * @throws BadUserInputError if it is too long or contains U+0000
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
