/** Pages that tell of no event: what an office is, its mandate and history, or nothing but the menu. They are refused. */
import type { Gazetteer } from '../../gazetteer.js';
import { datelineOf } from '../dateline.js';
import { headOf } from '../head-of-page.js';
import type { Line } from '../lines.js';
import { nameKey, namesOf } from '../names.js';
import { isMenuLabel } from '../navigation-outline.js';
import type { NavigationEntry } from '../navigation.js';
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

const MANDATE_TITLE =
  /^(?:the |our )?(?:mandate|history|mandate and history|history and mandate|background|timeline|factsheet|fact sheet)$/;
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

function judge(page: Page, gazetteer: Gazetteer): { pageType: OverviewType; confidence: number } | undefined {
  const { content } = page;
  const title = titleOf(content);
  if (!title || title.text.length > 200) return undefined;
  const headings = new Set<string>();
  for (const line of content)
    if (line.text.length < 40 && PROFILE_HEADINGS.has(nameKey(line.text))) headings.add(nameKey(line.text));
  if (headings.size >= 3) return { pageType: 'field-operation-overview', confidence: 0.92 };

  const key = nameKey(title.text);
  const dated = headOf(content).dateLine ?? content.slice(1, 3).find((line) => datelineOf(line.text) !== undefined);
  const confidence = dated ? 0.4 : 0.8;
  if (MANDATE_TITLE.test(key)) return { pageType: 'mandate', confidence };
  const part = partOfAnOffice(title.text, gazetteer);
  if (part !== undefined) return { pageType: MANDATE_TITLE.test(nameKey(part)) ? 'mandate' : 'overview', confidence };
  if (OVERVIEW_TITLE.test(key) || isMenuLabel(title.text)) return { pageType: 'overview', confidence };
  // A page that is titled with nothing but a name, or an entry of its own menu, is about what bears it.
  const lists = [gazetteer.offices, gazetteer.fieldsOfWork, gazetteer.countries, gazetteer.eventSeries];
  if (lists.some((nodes) => namesOf(nodes).find(title.text))) return { pageType: 'overview', confidence };
  if (menuHas(page.navigation?.tree ?? [], key)) return { pageType: 'overview', confidence };
  if (dated) return undefined;
  if (isEstablishment(title.text, content)) return { pageType: 'mandate', confidence: 0.6 };
  return describes(title.text, content) ? { pageType: 'overview', confidence: 0.6 } : undefined;
}

function menuHas(entries: readonly NavigationEntry[], key: string): boolean {
  return entries.some((entry) => nameKey(entry.label) === key || menuHas(entry.children, key));
}

const PART =
  'mandate|history|history and mandate|mandate and history|overview|about|about us|background|activities|timeline|fact ?sheet|contacts?|leadership|structure|who we are|what we do';
const PART_OF = new RegExp(`^(?:the )?(${PART})(?: of| ?[:|–—-])? (.+)$`, 'i');
const OF_PART = new RegExp(`^([^:|]+?)(?: ?(?:[:|–—]| -) ?|['’]s? )(${PART})$`, 'i');
/** `Mission to X, 1992–2008`: the years in which it worked. */
const YEARS = /[, ]+\(?(?:19|20)\d{2} ?[-–—] ?(?:19|20)\d{2}\)?$/;

/** `Mandate of the Mission to X`, `Mission to X: history`. News has a verb there, and then the rest is no name. */
function partOfAnOffice(title: string, gazetteer: Gazetteer): string | undefined {
  const { offices } = gazetteer;
  const before = PART_OF.exec(title);
  if (before && namesOf(offices).find(before[2]!)) return before[1];
  const after = OF_PART.exec(title);
  if (after && namesOf(offices).find(after[1]!)) return after[2];
  return YEARS.test(title) && namesOf(offices).find(title.replace(YEARS, '')) ? 'history' : undefined;
}

/** Titles of news have a verb, which ends in s or stands behind `to`; names of things have capitals and small words. */
function isNameOfAThing(title: string): boolean {
  const words = title.split(' ').filter((word) => word !== '');
  if (words.length > 12) return false;
  if (words.some((word) => HEADLINE_VERBS.has(word.toLowerCase()))) return false;
  return words.every((word) => /^[\p{Lu}\d(“"]/u.test(word) || NAME_WORDS.has(word.replace(/[,;:]$/, '')));
}

const NAME_WORDS = new Set('of the and for in on to at a an de la with – - & or'.split(' '));
/** Headlines in capitals look like names but for their verb. */
const HEADLINE_VERBS = new Set(
  'hosts holds opens organizes organises supports trains helps launches concludes joins welcomes calls urges discusses begins starts ends marks brings promotes facilitates convenes presents attends addresses delivers donates hands visits meets completes condemns deplores concerned expresses reports publishes receives takes gives strengthens enhances explores focuses examines reviews reaffirms assists provides conducts observes sends deploys appoints appointed names kicks gathers equips builds empowers advances backs highlights stresses underlines underscores commends praises warns says wins celebrates'.split(
    ' ',
  ),
);
const ESTABLISHED =
  /\b(?:was|were|has been|been|is|^)? ?(?:first )?(?:established|set up|created|founded|deployed|mandated|opened)\b/i;
const BY_WHOM =
  /\b(?:mandate|permanent council|committee of senior officials|memorandum of understanding|PC\.DEC|decision no|participating states)\b/i;
const YEAR = /\b(?:19[789]|20[0-4])\d\b/;

/** `The Mission was established in 1992 ... its mandate ...` under a title that is a name. */
function isEstablishment(title: string, content: readonly Line[]): boolean {
  if (!isNameOfAThing(title)) return false;
  const beginning = beginningOf(content);
  return ESTABLISHED.test(beginning) && BY_WHOM.test(beginning) && YEAR.test(beginning);
}

function beginningOf(content: readonly Line[]): string {
  const { next } = headOf(content);
  return content
    .slice(next, next + 3)
    .map((line) => line.text.slice(0, 600))
    .join(' ');
}

/** `What we do in Osh`, `Elections in Norway`, `Presidential election, 26 April 2015`: of what a site has standing pages. */
const STANDING = /^(?:what|where|who|how) we\b.{0,60}$/i;
const ELECTION =
  /^(?:(?:early|snap|repeat|parliamentary|presidential|local|general|municipal|federal) )*(?:elections?|referendum),? (?:in (.{3,40})|\d{1,2} \p{L}{3,9} \d{4}|\d{4})$/iu;
const QUESTION = /^(?:what|who|how|where|when|why|which) (?:is|are|was|were|does|do|did|we|can|to) .*\?$/i;
const DOCUMENT =
  /^(?:[\p{L} ]{2,40} )?(?:decision|declaration|resolution|document|journal|statute|rules of procedure) n[or]\.? ?\d/iu;
const PROJECT = /^(?:the )?projects? ?[:–—]/i;
const MEETING =
  /\b(?:summits?|conferences?|meetings?|seminars?|forums?|councils?|workshops?|round ?tables?|congress|symposium|consultations)(?: (?:of|on|for|in) .+|,? (?:19|20)\d{2})?$/i;

/** Titles that ask, number a document, or name a meeting; and texts that begin by saying what the title is. */
function describes(title: string, content: readonly Line[]): boolean {
  const election = ELECTION.exec(title);
  if (election && isNameOfAThing(election[1] ?? '')) return true;
  if (STANDING.test(title) || QUESTION.test(title) || DOCUMENT.test(title) || PROJECT.test(title)) return true;
  if (isNameOfAThing(title) && MEETING.test(title)) return true;
  const words = title.split(' ').length;
  if (words > 8) return false;
  const said = beginningOf(content).replace(/^The /, '');
  const name = title.replace(/^The /, '');
  if (!said.startsWith(`${name} `)) return false;
  return /^(?:is|are|was|were|has|have|took|serves?|served|joined|works?)\b/.test(said.slice(name.length + 1));
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
