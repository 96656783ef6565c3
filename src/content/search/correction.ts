/** Typo correction: replaces words that no node has by the most similar known ones. */
import { list, sql, type Reader } from '../../graph/sql.js';

/** Shorter words are too similar to each other to correct. */
const shortest = 4;

interface Correction {
  word: string;
  closest: string;
}

/**
 * A query with its unknown words corrected, or undefined if there is nothing to correct. The last word may be the
 * beginning of a known one. A word is corrected by one letter in four at most.
 */
export async function correct(reader: Reader, query: string): Promise<string | undefined> {
  const words = query.match(/\p{L}+/gu)?.filter((word) => [...word].length >= shortest) ?? [];
  if (words.length === 0) return undefined;
  const corrections = await reader.rows<Correction>(sql`
    SELECT typed.word, closest.word AS closest
    FROM unnest(${list(words)}::text[]) WITH ORDINALITY AS typed(word, place),
    LATERAL (
      SELECT known.word FROM search_word AS known
      WHERE known.word % fold(typed.word)
        AND levenshtein_less_equal(known.word, fold(typed.word), length(typed.word) / 4) <= length(typed.word) / 4
      ORDER BY levenshtein(known.word, fold(typed.word)), similarity(known.word, fold(typed.word)) DESC, known.word
      LIMIT 1
    ) AS closest
    WHERE NOT EXISTS (
      SELECT FROM search_word AS known
      WHERE known.word >= fold(typed.word) AND known.word < fold(typed.word) || chr(1114111)
        AND (known.word = fold(typed.word) OR typed.place = ${words.length}::bigint)
    )`);
  if (corrections.length === 0) return undefined;
  const closest = new Map(corrections.map(({ word, closest: known }) => [word, known]));
  return query.replace(/\p{L}+/gu, (word) => closest.get(word) ?? word);
}
