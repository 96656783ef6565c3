/**
 * Bounds how much of a request an error repeats. Messages of graphql-js quote names and values in full, and a document may
 * contain a name of a megabyte.
 */

/** Characters of one quoted name or value. */
const longestQuote = 100;
/** Characters of a whole message; those of this server are shorter. */
const longestMessage = 1_000;
const head = 600;
const tail = 300;

/** Truncates long quotations in a message. The end stays: it says what was expected. */
export function boundMessage(message: string): string {
  const short =
    message.length > longestMessage ? `${message.slice(0, head)}…${message.slice(message.length - tail)}` : message;
  if (short.length <= longestQuote) return short;
  // Names are also repeated without quotes; no word of this server is as long.
  return short.replace(/"([^"]{100})[^"]+"/g, '"$1…"').replace(/([^\s"]{100})[^\s"…]+/g, '$1…');
}

/** Truncates long aliases in the path of an error. */
export const boundPath = (path: readonly (string | number)[]): (string | number)[] =>
  path.map((step) =>
    typeof step === 'string' && step.length > longestQuote ? `${step.slice(0, longestQuote)}…` : step,
  );
