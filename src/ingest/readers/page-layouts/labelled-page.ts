/**
 * A page of the site or of an institution's own site: what it is, title, lead, a block of labels, body. The two differ in
 * the words of their labels (`Issued on`, `Issued by` and `Date`, `Source`) and in their menus.
 */
import type { Gazetteer } from '../../gazetteer.js';
import { assembleNews } from '../assemble-news.js';
import { dateLineIn, headOf, isTitle } from '../head-of-page.js';
import { findLabelledBlock, type LabelledBlock } from '../labelled-block.js';
import type { Line } from '../lines.js';
import type { Page, Shape } from '../page.js';
import type { Reading, PageLayoutName } from '../reading.js';

function isInstitutionBlock(block: LabelledBlock | undefined): boolean {
  return block !== undefined && (block.values.has('source') || block.values.has('date') || block.values.has('place'));
}

function labelledShape(name: PageLayoutName, isMine: (block: LabelledBlock | undefined) => boolean): Shape {
  return {
    name,
    recognise(page, gazetteer) {
      const head = headOf(page.content);
      const block = findLabelledBlock(page.content, gazetteer);
      if (!isMine(block)) return 0;
      if (block) return block.values.size > 1 ? (head.contentType ? 0.95 : 0.85) : head.contentType ? 0.8 : 0.7;
      return head.contentType && page.content.length > head.next ? 0.75 : 0;
    },
    read,
  };

  function read(page: Page, gazetteer: Gazetteer, confidence: number): Reading {
    const { content } = page;
    const head = headOf(content);
    const block = findLabelledBlock(content, gazetteer);
    // The block stands below the title as a rule, and above it on some pages.
    const blockFirst = block !== undefined && (!head.title || block.start < head.next);
    const title = blockFirst ? content[block.end] : head.title;
    if (!isTitle(title)) {
      return {
        type: 'refusal',
        shape: name,
        confidence,
        pageType: 'unrecognised',
        reason: 'The page has the labels of a news item, but no title.',
        remarks: [],
      };
    }
    const afterTitle = blockFirst ? block.end + 1 : head.next;
    // Labels below the text have no lead above them.
    const blockLast = block !== undefined && !blockFirst && block.end >= content.length && block.start > afterTitle + 1;
    const lead = block && !blockFirst && !blockLast ? content.slice(afterTitle, block.start) : [];
    const below = content.slice(
      block && !blockFirst && !blockLast ? block.end : afterTitle,
      blockLast ? block.start : undefined,
    );
    const dateLine = head.dateLine ?? dateLineIn(below[0]);
    const body = dateLine && !head.dateLine ? below.slice(1) : below;
    return assembleNews(
      {
        shape: name,
        confidence,
        title,
        ...(block ? { lead, body } : leadPrintedTwice(body)),
        ...(head.contentType && { contentType: head.contentType }),
        ...(dateLine && { dateLine }),
        ...(block && { labels: block }),
        ...(page.sourceUrl !== undefined && { sourceUrl: page.sourceUrl }),
      },
      gazetteer,
    );
  }
}

/** Without labels between them, a lead shows only in that the next line says it again. */
export function leadPrintedTwice(body: readonly Line[]): { lead: readonly Line[]; body: readonly Line[] } {
  const first = body[0];
  const second = body[1];
  const twice = first !== undefined && second !== undefined && !first.bullet && second.text.startsWith(first.text);
  return twice ? { lead: [first], body: body.slice(1) } : { lead: [], body };
}

export const sitePage = labelledShape('site-page', (block) => !isInstitutionBlock(block));
export const institutionPage = labelledShape('institution-page', isInstitutionBlock);
