/** The first lines of a page: breadcrumbs, then what it says it is, then the title. */
import { datelineOf, type Dateline } from './dateline.js';
import type { Line } from './lines.js';
import { contentTypeNamed, isBreadcrumb } from './vocabulary.js';

export interface HeadOfPage {
  /** Whether a path such as `Newsroom` stands above. */
  breadcrumbs: boolean;
  contentType?: Line;
  /** A line of nothing but place and date, above the title or below it. */
  dateLine?: Dateline;
  title?: Line;
  /** Index of the line after the title and the line of place and date. */
  next: number;
}

/** Longer lines are paragraphs. */
const LONGEST_TITLE = 400;
const LONGEST_DATE_LINE = 120;
/** `No. 45/97`, `Press Release No. 12/98` is the number of a print. */
const NUMBER_OF_PRINT = /^(?:(?:n[or]\.?|№|ref\.?|press release(?: n[or]\.?)?) ?:? ?)\d{1,4}(?:\/\d{2,4})?$/i;

export function isTitle(line: Line | undefined): line is Line {
  return line !== undefined && !line.bullet && line.text.length >= 3 && line.text.length <= LONGEST_TITLE;
}

/** Finds the title, which some pages print twice. */
export function headOf(lines: readonly Line[]): HeadOfPage {
  let at = 0;
  let breadcrumbs = false;
  let contentType: Line | undefined;
  let dateLine: Dateline | undefined;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (isBreadcrumb(line.text)) breadcrumbs = true;
    else if (NUMBER_OF_PRINT.test(line.text)) {
      if (/^press/i.test(line.text)) contentType ??= { ...line, text: 'Press release' };
    } else if (contentTypeNamed(line.text) && (!contentType || isTitle(lines[at + 1]))) contentType = line;
    else {
      // Above a title a line of place and date is that of the print; with nothing below, it is the title itself.
      const found = !dateLine && isTitle(lines[at + 1]) ? dateLineIn(line) : undefined;
      if (!found) break;
      dateLine = found;
    }
  }
  const title = lines[at];
  const above = { breadcrumbs, ...(contentType && { contentType }) };
  if (!isTitle(title)) return { ...above, ...(dateLine && { dateLine }), next: at };
  at++;
  while (lines[at]?.text === title.text) at++;
  const below = dateLineIn(lines[at]);
  if (below) {
    at++;
    dateLine ??= below;
  }
  return { ...above, ...(dateLine && { dateLine }), title, next: at };
}

/** A line of nothing but place and date. */
export function dateLineIn(line: Line | undefined): Dateline | undefined {
  if (!line || line.bullet || line.text.length > LONGEST_DATE_LINE) return undefined;
  const dateline = datelineOf(line.text);
  return dateline?.alone ? dateline : undefined;
}
