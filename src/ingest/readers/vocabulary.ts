/**
 * The words by which pages label themselves and their parts, in the languages seen. Labels are compared by `nameKey`, so
 * capitals and accents do not matter here.
 */
import type { NewsItemKind } from '../record.js';
import { nameKey } from './names.js';

/** What a labelled value is. `issued-on` and `date` mean the same, on two kinds of site. */
export type LabelName =
  | 'issued-on'
  | 'date'
  | 'publishing-date'
  | 'issued-by'
  | 'source'
  | 'where-we-are'
  | 'fields'
  | 'place'
  | 'content-type'
  | 'projects';

const LABELS: Record<LabelName, string> = {
  'issued-on':
    'Issued on|Issued|Izdato|Datum izdavanja|Дата публикации|Выпущено|Veröffentlicht am|Publié le|Lëshuar më|Видано|Видано на|Издадено|Издадено на|Emis la|Data emiterii|Издато',
  date: 'Date|Datum|Дата|Data',
  'publishing-date':
    'Publishing date|Publication date|Date of publication|Published|Published on|Posted|Posted on|Originally published|Datum objavljivanja|Опубликовано|Дата публікації|Опубліковано|Објављено|Објавено|Data e publikimit|Data publicării',
  'issued-by':
    'Issued by|Izdavač|Izdao|Izdala|Izdaje|Издатель|Издано|Кем издано|Издавач|Lëshuar nga|Herausgegeben von|Publié par|Ким видано|Видавець|Издадено од|Издао|Издала|Издаје|Emis de',
  source: 'Source|Sources|Izvor|Извор|Джерело|Sursa|Источник|Burimi|Quelle',
  'where-we-are': 'Where we are',
  fields:
    'Fields of work|Field of work|What we do|Oblasti rada|Područja rada|Направления деятельности|Сферы деятельности|Fushat e punës|Fusha të punës|Arbeitsbereiche|Tätigkeitsfelder|Domaines d’activité|Domaines d’action|Сфери діяльності|Напрями діяльності|Области рада|Подручја рада|Области на работа|Полиња на работа|Domenii de activitate',
  place: 'Place|Mjesto|Mesto|Место|Мјесто|Місце|Locul|Vendi|Ort|Lieu',
  'content-type': 'Content type|Type',
  projects: 'Project|Projects',
};

const LABEL_BY_KEY = new Map<string, LabelName>();
for (const [label, printed] of Object.entries(LABELS) as [LabelName, string][]) {
  for (const form of printed.split('|')) LABEL_BY_KEY.set(nameKey(form), label);
}

/** The label that a page prints so. */
export function labelNamed(printed: string): LabelName | undefined {
  return LABEL_BY_KEY.get(nameKey(printed));
}

const KINDS: Record<NewsItemKind, string> = {
  NEWS: 'News Item|News|Vijest|Vijesti|Vest|Vesti|Новость|Новости|Вест|Lajm|Lajme|Новина|Новини|Știre|Știri|Nachricht|Actualité|Actualités',
  PRESS_RELEASE:
    'Press release|Press releases|Saopštenje za javnost|Saopćenje za javnost|Priopćenje za javnost|Saopštenje za medije|Пресс-релиз|Прес-реліз|Соопштение за медиуми|Соопштение за јавност|Саопштење за јавност|Саопштење за медије|Comunicat de presă|Comunicado de prensa|Comunicato stampa|Njoftim për shtyp|Njoftim për media|Pressemitteilung|Communiqué de presse',
  PRESS_STATEMENT: 'Press statement|Заявление для прессы',
  DAILY_REPORT: 'Daily report|Ежедневный отчет',
  SPOT_REPORT: 'Spot report',
  WEEKLY_REPORT: 'Weekly report|Еженедельный отчет',
};

const KIND_BY_KEY = new Map<string, NewsItemKind>();
for (const [kind, printed] of Object.entries(KINDS) as [NewsItemKind, string][]) {
  for (const form of printed.split('|')) KIND_BY_KEY.set(nameKey(form), kind);
}

/** Kinds of content that the graph does not tell apart; such a label is not the title. */
const OTHER_CONTENT = new Set(
  'Statement|Speech|Story|Feature|Feature story|Interview|Op-ed|Blog|Newsletter|Announcement|Report|Announcement'
    .split('|')
    .map(nameKey),
);

/** What a page says it is: `News Item`, `Press release`, or a kind of content without a name in the graph. */
export function contentTypeNamed(printed: string): { kind?: NewsItemKind } | undefined {
  if (printed.length > 40) return undefined;
  const key = nameKey(printed.replace(/:$/, ''));
  const kind = KIND_BY_KEY.get(key);
  if (kind) return { kind };
  return OTHER_CONTENT.has(key) ? {} : undefined;
}

/** The path printed above a title, and links that every page has. */
const BREADCRUMBS = new Set(
  'Newsroom|Home|OSCE|CSCE|OSCE.org|Organization for Security and Co-operation in Europe|Organization for Security and Cooperation in Europe|Conference on Security and Co-operation in Europe|News and press releases|News and events|News & press releases|Press releases and statements|Latest from the OSCE|Skip to main content|Skip to content|Skip navigation|Menu|Search|Share|Print|Новости и пресс-релизы|Главная|Početna|Kreu|Почетна'
    .split('|')
    .map(nameKey),
);

export function isBreadcrumb(printed: string): boolean {
  if (printed.length > 120) return false;
  // The sentence that describes the list of news stands where a title could; a page cut below it has no news.
  if (nameKey(printed).startsWith('news and press releases')) return true;
  // `Home > Newsroom > The title`
  if (/^[^>»›]{2,40}[>»›]/.test(printed) && BREADCRUMBS.has(nameKey(printed.split(/[>»›]/)[0]!))) return true;
  const parts = printed.split(/[>»›|/]/);
  // `Newsroom » Press releases` is a path; `Press releases` alone says what the page is.
  return parts.every((part) => BREADCRUMBS.has(nameKey(part)) || (parts.length > 1 && KIND_BY_KEY.has(nameKey(part))));
}
