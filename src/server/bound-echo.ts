/**
 * What of a request may come back in an error. Texts of graphql-js repeat names and values as they came, and a document may
 * hold a name of a megabyte.
 */

/** Characters of one quoted name or value. */
const longestQuote = 100;
/** Characters of a whole message; those of this server are shorter. */
const longestMessage = 1_000;
const head = 600;
const tail = 300;

/** A message with long quotations cut. The end stays: it says what was expected. */
export function boundMessage(message: string): string {
  const short =
    message.length > longestMessage ? `${message.slice(0, head)}…${message.slice(message.length - tail)}` : message;
  if (short.length <= longestQuote) return short;
  // Names are repeated without quotes too; no word of this server is as long.
  return short.replace(/"([^"]{100})[^"]+"/g, '"$1…"').replace(/([^\s"]{100})[^\s"…]+/g, '$1…');
}

/** A path of an answer with long aliases cut. */
export const boundPath = (path: readonly (string | number)[]): (string | number)[] =>
  path.map((step) =>
    typeof step === 'string' && step.length > longestQuote ? `${step.slice(0, longestQuote)}…` : step,
  );
