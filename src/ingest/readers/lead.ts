/**
 * Pages print the lead above the labels and again at the beginning of the body, sometimes behind the dateline, sometimes
 * with more sentences after it, sometimes shortened. Here it is kept once, so that lead and body together are the text.
 */
import { datelineOf } from './dateline.js';

/** The lead and the paragraphs of the body, with nothing said twice. */
export interface LeadAndBody {
  lead?: string;
  body: string[];
}

const ELLIPSIS = /(?: ?\.\.\.| ?…)$/;

/** Takes the lead out of the body. Only the first paragraphs can repeat it. */
export function separateLead(leadParagraphs: readonly string[], bodyParagraphs: readonly string[]): LeadAndBody {
  const lead: string[] = [];
  const body = [...bodyParagraphs];
  for (const paragraph of leadParagraphs) {
    const repetition = body.slice(0, 3).findIndex((candidate) => repeats(candidate, paragraph) !== undefined);
    const said = repetition < 0 ? undefined : repeats(body[repetition]!, paragraph);
    if (!said) {
      lead.push(paragraph);
      continue;
    }
    lead.push(said.lead);
    if (said.rest === '') body.splice(repetition, 1);
    else body[repetition] = said.rest;
  }
  return { ...(lead.length > 0 && { lead: lead.join('\n\n') }), body };
}

/** How a paragraph of the body says the lead again: the part that is the lead, with its dateline, and what goes on. */
function repeats(paragraph: string, lead: string): { lead: string; rest: string } | undefined {
  const shortened = lead.replace(ELLIPSIS, '');
  const dateline = datelineOf(paragraph);
  for (const start of dateline ? [0, dateline.end] : [0]) {
    if (paragraph.startsWith(lead, start)) {
      const end = start + lead.length;
      if (end === paragraph.length) return { lead: paragraph, rest: '' };
      if (paragraph[end] === ' ') return { lead: paragraph.slice(0, end), rest: paragraph.slice(end + 1) };
    }
    // A lead that was shortened to a teaser stands whole in the body.
    if (shortened !== lead && shortened.length > 20 && paragraph.startsWith(shortened, start)) {
      return { lead: paragraph, rest: '' };
    }
  }
  return undefined;
}
