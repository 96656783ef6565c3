/** Checks the variables of a request before they are coerced to the declared types. */
import { BadUserInputError } from '../../graph/errors.js';
import { exceeded, refused } from './exceeded.js';
import type { QueryLimits } from './query-limits.js';

/** Returns why PostgreSQL cannot store a string; undefined if it can. */
export function invalidCharacters(text: string): string | undefined {
  if (text.includes('\0')) return 'expected texts without the character U+0000.';
  return /\p{Surrogate}/u.test(text) ? 'expected texts of whole characters, got half of a surrogate pair.' : undefined;
}

/**
 * Checks the depth and number of all values. The values may have any type.
 * @throws LimitExceededError
 */
export function checkVariables(
  variables: Record<string, unknown>,
  limits: Pick<QueryLimits, 'variableDepth' | 'variableValues'>,
): void {
  let values = 0;
  const visit = (value: unknown, depth: number): void => {
    values += 1;
    if (values > limits.variableValues) throw exceeded('variableValues', limits.variableValues, values);
    if (typeof value !== 'object' || value === null) return;
    if (depth > limits.variableDepth) throw exceeded('variableDepth', limits.variableDepth, depth);
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else for (const item of Object.values(value)) visit(item, depth + 1);
  };
  for (const value of Object.values(variables)) visit(value, 1);
}

/**
 * Checks the characters of all strings in variables, including names. Their depth has been checked.
 * @param exempt names of variables whose values are not checked
 * @throws BadUserInputError
 */
export function checkCharacters(variables: Record<string, unknown>, exempt: ReadonlySet<string>): void {
  const checkText = (text: string, place: string): void => {
    const fault = invalidCharacters(text);
    if (fault) throw refused(new BadUserInputError(`${place}: ${fault}`));
  };
  const visit = (value: unknown, place: string): void => {
    if (typeof value === 'string') checkText(value, place);
    else if (Array.isArray(value)) for (const item of value) visit(item, place);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        checkText(key, place);
        visit(item, place);
      }
    }
  };
  for (const [name, value] of Object.entries(variables)) {
    checkText(name, 'variables');
    if (!exempt.has(name)) visit(value, `$${name}`);
  }
}
