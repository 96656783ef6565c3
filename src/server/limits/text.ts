/** Checks before a document is parsed: its number of tokens, the depth of its brackets, its characters. */
import { Lexer, Source, TokenKind } from 'graphql';
import { BadUserInputError } from '../../graph/errors.js';
import { exceeded, refused } from './exceeded.js';
import type { QueryLimits } from './query-limits.js';
import { invalidCharacters } from './variables.js';

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R]);

/**
 * Reads the tokens of a document up to the limit.
 * @throws LimitExceededError for too many tokens, or brackets nested too deep
 * @throws BadUserInputError for a string that PostgreSQL cannot store
 */
export function checkText(text: string, limits: Pick<QueryLimits, 'tokens' | 'brackets'>): void {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  for (let tokens = 1; ; tokens += 1) {
    const token = next(lexer);
    if (!token || token.kind === TokenKind.EOF) return;
    if (tokens > limits.tokens) throw exceeded('tokens', limits.tokens, tokens);
    if (opening.has(token.kind)) depth += 1;
    else if (closing.has(token.kind)) depth -= 1;
    if (depth > limits.brackets) throw exceeded('brackets', limits.brackets, depth);
    if (token.kind === TokenKind.STRING || token.kind === TokenKind.BLOCK_STRING) {
      const fault = invalidCharacters(token.value);
      if (fault) throw refused(new BadUserInputError(`document: ${fault}`));
    }
  }
}

/** An invalid token ends the loop: the parser reports where it is and what was expected. */
function next(lexer: Lexer) {
  try {
    return lexer.advance();
  } catch {
    return undefined;
  }
}
