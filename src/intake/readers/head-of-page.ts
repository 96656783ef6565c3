/** The first lines of a page: breadcrumbs, then what it says it is, then the title. */
import type { Line } from './lines.js';
import { contentTypeNamed, isBreadcrumb } from './vocabulary.js';

export interface HeadOfPage {
  /** Whether a path such as `Newsroom` stands above. */
  breadcrumbs: boolean;
  contentType?: Line;
  title?: Line;
  /** Index of the line after the title. */
  next: number;
}

/** Longer lines are paragraphs. */
const LONGEST_TITLE = 400;

export function isTitle(line: Line | undefined): line is Line {
  return line !== undefined && !line.bullet && line.text.length >= 3 && line.text.length <= LONGEST_TITLE;
}

/** Finds the title, which some pages print twice. */
export function headOf(lines: readonly Line[]): HeadOfPage {
  let at = 0;
  while (at < lines.length && isBreadcrumb(lines[at]!.text)) at++;
  const breadcrumbs = at > 0;
  const above = lines[at];
  const contentType = above && contentTypeNamed(above.text) ? above : undefined;
  if (contentType) at++;
  const title = lines[at];
  if (!isTitle(title)) return { breadcrumbs, ...(contentType && { contentType }), next: at };
  at++;
  while (lines[at]?.text === title.text) at++;
  return { breadcrumbs, ...(contentType && { contentType }), title, next: at };
}
