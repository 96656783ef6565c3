/** Pages that tell of no event: what an office is, its mandate and history, or nothing but the menu. They are refused. */
import type { Gazetteer } from '../../gazetteer.js';
import { datelineOf } from '../dateline.js';
import { headOf } from '../head-of-page.js';
import type { Line } from '../lines.js';
import { nameKey, namesOf } from '../names.js';
import type { Page, Shape } from '../page.js';
import type { PageType } from '../reading.js';

/** Headings of the page on which an office presents itself. */
const PROFILE_HEADINGS = new Set(
  [
    'About us',
    'Overview',
    'Figures',
    'Offices',
    'Staff',
    'Budget',
    'Leadership',
    'History and mandate',
    'History',
    'Mandate',
    'Who we are',
    'What we do',
    'Where we are',
    'Facts and figures',
    'Our work',
  ].map(nameKey),
);

const MANDATE_TITLE = /^(?:the |our )?(?:mandate|history|mandate and history|history and mandate|background|timeline|factsheet|fact sheet)$/;
const OVERVIEW_TITLE =
  /^(?:the |our )?(?:about|about us|overview|who we are|what we do|where we are|what is the|how we work|how we are funded|figures|facts and figures|structure|organizational structure|structures and institutions|contacts?|contact us|leadership|head of mission|staff|funding|budget|partners|partnerships|our partners|donors|projects|activities|areas of work|fields of work|field operations|institutions|participating states|countries|partners for cooperation|publications|resources|documents|library|multimedia|employment|jobs|vacancies|procurement|tenders|internships|frequently asked questions|faqs?|glossary|sitemap|privacy policy|terms of use|data protection|search results|page not found|access denied)\??$/;

export const overview: Shape = {
  name: 'overview',
  recognise: (page, gazetteer) => judge(page, gazetteer)?.confidence ?? 0,
  read(page, gazetteer, confidence) {
    const { pageType } = judge(page, gazetteer)!;
    const title = titleOf(page.content)?.text;
    const what = {
      'field-operation-overview': 'presents an office',
      mandate: 'tells the mandate or the history of a part of the organisation',
      overview: 'presents a part of the organisation or of its work',
    }[pageType];
    return {
      type: 'refusal',
      shape: 'overview',
      pageType,
      confidence,
      reason: `The page “${title ?? ''}” ${what}; it is no news.`,
      ...(title !== undefined && { title }),
      remarks: [],
    };
  },
};

type OverviewType = Extract<PageType, 'field-operation-overview' | 'mandate' | 'overview'>;

function judge({ content }: Page, gazetteer: Gazetteer): { pageType: OverviewType; confidence: number } | undefined {
  const title = titleOf(content);
  if (!title || title.text.length > 200) return undefined;
  const headings = new Set<string>();
  for (const line of content)
    if (line.text.length < 40 && PROFILE_HEADINGS.has(nameKey(line.text))) headings.add(nameKey(line.text));
  if (headings.size >= 3) return { pageType: 'field-operation-overview', confidence: 0.92 };

  const key = nameKey(title.text);
  const dated = content.slice(1, 3).some((line) => datelineOf(line.text) !== undefined);
  const confidence = dated ? 0.4 : 0.8;
  if (MANDATE_TITLE.test(key) || isPartOfAnOffice(title.text, gazetteer)) return { pageType: 'mandate', confidence };
  if (OVERVIEW_TITLE.test(key)) return { pageType: 'overview', confidence };
  // A page that is titled with nothing but a name is about what bears it.
  const lists = [gazetteer.offices, gazetteer.fieldsOfWork, gazetteer.countries, gazetteer.eventSeries];
  if (lists.some((nodes) => namesOf(nodes).find(title.text))) return { pageType: 'overview', confidence };
  return undefined;
}

/** `Mandate of the Mission to X`, `Mission to X: history`. News has a verb there, and then the rest is no name. */
function isPartOfAnOffice(title: string, gazetteer: Gazetteer): boolean {
  const printed =
    /^(?:The )?(?:mandate|history|history and mandate|mandate and history) of (.+)$/i.exec(title)?.[1] ??
    /^([^:|]+?) ?[:|–—-] (?:mandate|history|history and mandate|mandate and history)$/i.exec(title)?.[1];
  return printed !== undefined && namesOf(gazetteer.offices).find(printed) !== undefined;
}

function titleOf(content: readonly Line[]): Line | undefined {
  return headOf(content).title;
}

export const navigationOnly: Shape = {
  name: 'navigation-only',
  recognise: ({ content, navigation }) =>
    navigation && headOf(content).next >= content.length && !headOf(content).title ? 0.99 : 0,
  read: ({ navigation }, _gazetteer, confidence) => ({
    type: 'refusal',
    shape: 'navigation-only',
    pageType: 'navigation',
    confidence,
    reason: navigation?.complete
      ? 'The page has the menu of the site and nothing below it.'
      : 'The page is cut inside the menu of the site; what was below it is missing.',
    remarks: [],
  }),
};
