/** Servers are compared only if they return the same answers. */
import { isDeepStrictEqual } from 'node:util';

/** Two servers return different answers. */
export class DisagreementError extends Error {
  constructor(query: string, input: number, server: string, place: string, expected: unknown, got: unknown) {
    super(
      `${server} disagrees with this server on ${query}, request ${input + 1}, at ${place}: ` +
        `expected ${shortened(expected)}, got ${shortened(got)}`,
    );
  }
}

/** @throws DisagreementError naming the first place where the answers differ */
export function requireAgreement(query: string, input: number, server: string, expected: unknown, got: unknown): void {
  const difference = firstDifference(expected, got, 'data');
  if (difference) throw new DisagreementError(query, input, server, ...difference);
}

/** The first path where two values differ, and both values. The order of lists matters, that of fields does not. */
export function firstDifference(
  expected: unknown,
  got: unknown,
  place: string,
): [place: string, expected: unknown, got: unknown] | undefined {
  if (isDeepStrictEqual(expected, got)) return undefined;
  const bothObjects = isObject(expected) && isObject(got) && Array.isArray(expected) === Array.isArray(got);
  if (!bothObjects) return [place, expected, got];
  for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const difference = firstDifference(expected[key], got[key], `${place}.${key}`);
    if (difference) return difference;
  }
  return [place, expected, got];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
