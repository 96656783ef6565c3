/**
 * A page as the lines that matter: blank ones dropped, white space made even, bullets told apart from text. Line numbers
 * are those of the file, for reports.
 */

export interface Line {
  /** From 1, as an editor shows it. */
  number: number;
  /** The line, with its bullet. */
  raw: string;
  /** The line without its bullet; empty for a bullet that stands alone. */
  text: string;
  bullet: boolean;
}

const BULLET = /^[-*•·▪◦‣](?: |$)/;
/** Characters that print nothing and only spoil comparisons: soft hyphen, zero-width space, byte order mark, controls. */
// eslint-disable-next-line no-control-regex -- controls are what it is for
const INVISIBLE = /[\u00ad\u200b\ufeff\u0000-\u0008\u000e-\u001f\u007f]/g;

/** Splits a page into its non-blank lines. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (const printed of text.normalize('NFC').split(/\r\n|[\n\r\u2028\u2029]/)) {
    number++;
    const raw = printed.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
    if (raw === '') continue;
    const bullet = BULLET.test(raw);
    lines.push({ number, raw, text: bullet ? raw.slice(1).trim() : raw, bullet });
  }
  return lines;
}

/** Lines of running text as paragraphs. A bullet that stands alone belongs to the line below it. */
export function paragraphsOf(lines: readonly Line[]): string[] {
  const paragraphs: string[] = [];
  let loneBullet = false;
  for (const line of lines) {
    if (line.bullet && line.text === '') {
      loneBullet = true;
      continue;
    }
    paragraphs.push(loneBullet && !line.bullet ? `- ${line.raw}` : line.raw);
    loneBullet = false;
  }
  return paragraphs;
}

/** Whether a text ends as sentences do. Crawled copies are often cut in the middle of one. */
export function endsAsASentence(text: string): boolean {
  return /[.!?…:;*։]["”’»'“)\]]*$/.test(text.slice(-12));
}
