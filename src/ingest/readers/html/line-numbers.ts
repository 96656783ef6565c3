/** Readings name lines of the text that was read; an editor looks for them in the file. */
import type { NavigationEntry, NavigationReading } from '../navigation.js';
import type { NewsReading, Reading, Remark } from '../reading.js';

/** The reading with the lines of the file instead: `lines` has the line of the file for each line of the text. */
export function inLinesOfTheFile(reading: Reading, lines: readonly number[]): Reading {
  const lineOf = (line: number) => lines[line - 1] ?? line;
  const remarks = (of: Remark[]) =>
    of.map((remark) => (remark.line === undefined ? remark : { ...remark, line: lineOf(remark.line) }));
  const entry = (of: NavigationEntry): NavigationEntry => ({
    ...of,
    line: lineOf(of.line),
    children: of.children.map(entry),
  });
  const navigation = (of: NavigationReading): NavigationReading => {
    const sections = Object.entries(of.sections).map(([name, section]) => [
      name,
      { ...section, entries: section.entries.map(entry) },
    ]);
    return { ...of, tree: of.tree.map(entry), sections: Object.fromEntries(sections) as NavigationReading['sections'] };
  };
  const news = (of: NewsReading): NewsReading => ({ ...of, line: lineOf(of.line), remarks: remarks(of.remarks) });

  const common = {
    remarks: remarks(reading.remarks),
    ...(reading.navigation && { navigation: navigation(reading.navigation) }),
  };
  if (reading.type === 'news') return { ...news(reading), ...common };
  if (reading.type === 'list') return { ...reading, ...common, items: reading.items.map(news) };
  return { ...reading, ...common };
}
