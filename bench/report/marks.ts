/** The part of the documentation that a benchmark rewrites. */
const begin = '<!-- benchmark: written by `npm run bench -- --publish` -->';
const end = '<!-- end of the benchmark -->';

/** @returns the text with the part between the two marks replaced @throws if the marks are missing */
export function replaceBetweenMarks(text: string, replacement: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/benchmark.md: expected the lines ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${replacement}\n\n${text.slice(to)}`;
}
