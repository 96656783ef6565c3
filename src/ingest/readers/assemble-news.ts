/** Makes a news reading of the parts that a shape has found: settles the date, knows the names, and remarks on the rest. */
import type { Gazetteer } from '../gazetteer.js';
import { datelineOf, type Dateline } from './dateline.js';
import type { LabelledBlock, LabelledValue } from './labelled-block.js';
import { separateLead } from './lead.js';
import { endsAsASentence, paragraphsOf, type Line } from './lines.js';
import { LONGEST_LIST, mergeNames, splitNames } from './name-list.js';
import { namesOf, type Named } from './names.js';
import { datesIn, type PrintedDate } from './printed-date.js';
import { projectsIn } from './projects.js';
import { sourceIdOf } from './source-id.js';
import type { DateSource, NewsReading, Remark, RemarkCode, PageLayoutName } from './reading.js';
import { contentTypeNamed, type LabelName } from './vocabulary.js';

/** What a shape knows of an item. */
export interface NewsParts {
  shape: PageLayoutName;
  confidence: number;
  title: Line;
  /** Lines of the lead, and of the body: the same sentences may be in both. */
  lead: readonly Line[];
  body: readonly Line[];
  /** `News Item`, `Press release` above the title. */
  contentType?: Line;
  labels?: LabelledBlock;
  /** A line of nothing but place and date. */
  dateLine?: Dateline;
  sourceUrl?: string;
}

/** Longest beginning of a value that is searched for a date. */
const LONGEST_DATE = 120;

/** A reading of one news item. */
export function assembleNews(parts: NewsParts, gazetteer: Gazetteer): NewsReading {
  const remarks: Remark[] = [];
  const lastLine = parts.body.at(-1) ?? parts.lead.at(-1) ?? parts.title;
  const { lead, body } = separateLead(paragraphsOf(parts.lead), paragraphsOf(parts.body));
  const date = settleDate(parts, [...(lead === undefined ? [] : [lead]), ...body.slice(0, 1)], remarks);

  // Where nothing stands below the labels, the page may have been cut inside one of their values.
  const endsInLabels = parts.body.length === 0 && lineOfLabels(parts.labels) > (parts.lead.at(-1)?.number ?? 0);
  const issuers = namesLabelled(['issued-by', 'source', 'where-we-are'], parts.labels, gazetteer.offices, remarks, {
    code: 'unknown-issuer',
    what: 'no office',
    endsInLabels,
  });
  const fieldsOfWork = namesLabelled(['fields'], parts.labels, gazetteer.fieldsOfWork, remarks, {
    code: 'unknown-field-of-work',
    what: 'no field of work',
    endsInLabels,
  });
  const projects = mergeNames([
    labelledProjects(parts.labels, gazetteer),
    projectsIn([parts.title.text, lead ?? '', ...body].join('\n'), gazetteer.projects),
  ]);
  for (const project of projects) {
    if (project.slug) continue;
    remarks.push({
      code: 'unknown-project',
      message: `The text names a project that is not known: “${project.text}”.`,
    });
  }
  for (const label of parts.labels?.unknown ?? []) {
    remarks.push({ code: 'unknown-label', message: `The label “${label.text}” means nothing here.`, line: label.line });
  }
  const ending = body.at(-1) ?? lead;
  if (ending !== undefined && !endsAsASentence(ending)) {
    remarks.push({ code: 'cut', message: 'The text ends in the middle of a sentence.', line: lastLine.number });
  }
  const kind = kindOf(parts, remarks);
  const sourceId = parts.sourceUrl === undefined ? undefined : sourceIdOf(parts.sourceUrl);
  return {
    type: 'news',
    shape: parts.shape,
    confidence: parts.confidence,
    title: parts.title.text,
    ...(lead !== undefined && { lead }),
    ...(body.length > 0 && { body: body.join('\n\n') }),
    ...date,
    ...(kind && { kind }),
    issuers,
    fieldsOfWork,
    projects,
    ...(parts.sourceUrl !== undefined && { sourceUrl: parts.sourceUrl }),
    ...(sourceId !== undefined && { sourceId }),
    line: parts.title.number,
    remarks,
  };
}

const DATE_LABELS: readonly (readonly [LabelName, DateSource])[] = [
  ['issued-on', 'issued-on'],
  ['date', 'issued-on'],
  ['publishing-date', 'publishing-date'],
];

/** The date that is printed as such, before that of a dateline; the text itself speaks of other days. */
function settleDate(
  parts: NewsParts,
  beginnings: readonly string[],
  remarks: Remark[],
): Pick<NewsReading, 'issuedOn' | 'dateSource'> {
  let settled: { issuedOn: string; dateSource: DateSource } | undefined;
  const consider = (date: PrintedDate, source: DateSource, line: number) => {
    if (date.fault !== undefined) {
      remarks.push({ code: 'invalid-date', message: `“${date.text}” is no date: ${date.fault}.`, line });
    } else if (date.withoutYear && !settled) {
      remarks.push({ code: 'date-without-year', message: `The date “${date.text}” names no year.`, line });
    } else if (date.value !== undefined && !settled) {
      settled = { issuedOn: date.value, dateSource: source };
    } else if (date.value !== undefined && settled && !agree(date.value, settled.issuedOn)) {
      const message = `The text is dated ${date.value}, the page ${settled.issuedOn}; the page counts.`;
      remarks.push({ code: 'dates-differ', message, line });
    }
  };

  for (const [label, source] of DATE_LABELS) {
    for (const value of parts.labels?.values.get(label) ?? []) {
      const date = datesIn(value.text.slice(0, LONGEST_DATE))[0];
      if (date) consider(date, source, value.line);
      else remarks.push({ code: 'invalid-date', message: `“${excerpt(value.text)}” is no date.`, line: value.line });
    }
  }
  if (parts.dateLine) consider(parts.dateLine.date, 'date-line', parts.title.number);
  const dateline = beginnings.map(datelineOf).find((found) => found !== undefined);
  if (dateline) consider(dateline.date, 'dateline', (parts.body[0] ?? parts.lead[0] ?? parts.title).number);
  return settled ?? issueDayInTitle(parts.title) ?? {};
}

/** `Daily Report 173/2020 issued on 22 July 2020`: any other day in a title is that of an event. */
const ISSUED_ON = /\bissued on (.{6,40})$/i;

function issueDayInTitle(title: Line): Pick<NewsReading, 'issuedOn' | 'dateSource'> | undefined {
  const printed = ISSUED_ON.exec(title.text.slice(-60))?.[1];
  const date = printed === undefined ? undefined : datesIn(printed)[0];
  if (date?.value === undefined || date.start > 0) return undefined;
  return { issuedOn: date.value, dateSource: 'title' };
}

/** Two dates that differ in nothing but precision agree. */
function agree(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** The last line of the labels. */
function lineOfLabels(block: LabelledBlock | undefined): number {
  return Math.max(0, ...[...(block?.values.values() ?? [])].map((values) => values.at(-1)?.line ?? 0));
}

/** What is said of names that are not known. */
interface UnknownNames {
  code: RemarkCode;
  what: string;
  endsInLabels: boolean;
}

/** The names behind some labels; those that are not known are kept, and remarked on. */
function namesLabelled(
  labels: readonly LabelName[],
  block: LabelledBlock | undefined,
  nodes: Gazetteer['offices'],
  remarks: Remark[],
  unknown: UnknownNames,
): Named[] {
  const values = labels.flatMap((label) => block?.values.get(label) ?? []);
  return mergeNames(values.map((value) => namesOfValue(value, nodes, remarks, unknown)));
}

function namesOfValue(
  value: LabelledValue,
  nodes: Gazetteer['offices'],
  remarks: Remark[],
  unknown: UnknownNames,
): Named[] {
  if (value.text.length > LONGEST_LIST) {
    const message = `${value.text.length} characters are no list of names: “${excerpt(value.text)}”.`;
    remarks.push({ code: 'too-long', message, line: value.line });
    return [];
  }
  const names = splitNames(value.text, nodes);
  const last = names.at(-1);
  if (unknown.endsInLabels && last && !last.slug && namesOf(nodes).begins(last.text)) {
    const message = `The page is cut inside a name: “${excerpt(last.text)}”.`;
    remarks.push({ code: 'cut', message, line: value.line });
    names.pop();
  }
  for (const name of names) {
    if (name.slug) continue;
    const message = `The gazetteer has ${unknown.what} named “${excerpt(name.text)}”.`;
    remarks.push({ code: unknown.code, message, line: value.line });
  }
  return names;
}

/** `Project E-VIDENCE` behind a label is the project itself. */
function labelledProjects(block: LabelledBlock | undefined, gazetteer: Gazetteer): Named[] {
  const index = namesOf(gazetteer.projects);
  const names = mergeNames(
    (block?.values.get('projects') ?? []).map((value) => splitNames(value.text, gazetteer.projects)),
  );
  return names.map((name) => {
    if (name.slug) return name;
    const node = index.find(name.text.replace(/^(?:OSCE )?Project /i, ''));
    return node ? { text: name.text, slug: node.slug } : name;
  });
}

function kindOf(parts: NewsParts, remarks: Remark[]): NewsReading['kind'] {
  const labelled = parts.labels?.values.get('content-type')?.[0];
  const printed = parts.contentType ? { text: parts.contentType.text, line: parts.contentType.number } : labelled;
  if (!printed) return undefined;
  const kind = contentTypeNamed(printed.text)?.kind;
  if (!kind) {
    const message = `“${excerpt(printed.text)}” is none of the known kinds of news.`;
    remarks.push({ code: 'unknown-content-type', message, line: printed.line });
  }
  return kind;
}

/** The beginning of a text, for a message. */
export function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
