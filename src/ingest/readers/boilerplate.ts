/**
 * What every page of a site carries besides its own content, as it is printed in text: cookie notices, the choice of
 * languages, links for sharing, the credits of pictures; and below the content the related stories, attachments, contacts
 * and the foot of the page. Countries named there are none of the item's.
 */
import { labelOf } from './label.js';
import { endsAsASentence, type Line } from './lines.js';
import { contentTypeNamed, isBreadcrumb } from './vocabulary.js';

/** Pages have thousands of lines, and these words are always written alike: small letters are comparison enough. */
const keyOf = (printed: string): string => printed.toLowerCase().replace(/’/g, "'");
const keys = (printed: string): ReadonlySet<string> => new Set(printed.split('|').map(keyOf));

/** Lines that are nothing but one of these are links or buttons, wherever they stand. */
const LINKS = keys(
  'Skip to main content|Skip to content|Skip navigation|Jump to navigation|Main menu|Toggle navigation|Main navigation|Accept|Accept all|Accept all cookies|Accept cookies|Decline|Reject all|I agree|OK, I agree|Cookie settings|Cookie policy|More info|Share|Share this|Share this page|Share on Facebook|Share on Twitter|Share on X|Share on LinkedIn|Share via email|Facebook|Twitter|X|LinkedIn|WhatsApp|Telegram|Instagram|YouTube|Flickr|Email|E-mail|Send by email|Print|Print page|Printer-friendly version|PDF version|Download PDF|Read more|Read more…|Read more...|More|Load more|Show more|See more|View more|View all|See all|Filter|Filters|Filter by|Sort by|Apply|Reset|Search|Next page|Last page|First page|Previous page|Back|Back to top|Go back|Next|Previous|Подробнее|Поделиться|Печать|Podijeli|Podeli|Opširnije',
);
const LANGUAGES = keys(
  'English|Français|French|Deutsch|German|Italiano|Italian|Español|Spanish|Русский|Russian|Українська|Ukrainian|Shqip|Albanian|Bosanski|Bosnian|Hrvatski|Croatian|Srpski|Српски|Serbian|Crnogorski|Montenegrin|Македонски|Macedonian|Română|Romanian|Moldovan|Тоҷикӣ|Tajik|Кыргызча|Kyrgyz|Қазақша|Kazakh|Oʻzbekcha|O‘zbek|Uzbek|Türkmençe|Türkmen|Turkmen|Azərbaycanca|Azerbaijani|Հայերեն|Armenian|ქართული|Georgian|Türkçe|Turkish|Polski|Polish|Magyar|Hungarian|Беларуская|Belarusian|Монгол|Mongolian|العربية|Arabic',
);
/** `EN | RU | UK` */
const LANGUAGE_CODES = /^(?:[A-Z]{2,3})(?: ?[|/·•,] ?[A-Z]{2,3}){1,15}$/;
const COOKIES =
  /^(?:we use cookies|this (?:web)?site uses cookies|by (?:continuing|using|clicking|browsing)\b.*\bcookies)/i;
/** The head of pages that are printed from the site. */
const PRINTED_FROM = /^published on .{2,60} \(https?:\/\/\S+\)$/i;
/** `(OSCE/Jane Doe)` at the end of a caption; `(OSCE/ODIHR)` is an institution. */
const CREDIT = /\((?:OSCE|ODIHR|CSCE|OSCE PA|ОБСЕ|UN|EU|AP|Reuters|AFP|EPA)[/:] ?\p{Lu}[^()]{1,60}\)\.?$/u;
const ABBREVIATION_CREDIT = /\/[\p{Lu}\d/ -]+\)\.?$/u;
const PHOTO = /^(?:photo|photo credit|photos|picture|image|фото)(?: by)? ?[:©]/i;

/** Headings below the content of a page. */
const FOOT = keys(
  'Related|Related stories|Related story|Related content|Related news|Related links|Related documents|Related articles|Related events|Related resources|Related items|See also|More news|More stories|Latest news|Latest stories|Other news|You may also like|Recommended|Featured|Follow us|Follow the OSCE|Follow OSCE|Stay connected|Stay informed|Subscribe|Sign up|Newsletter|Quick links|Sitemap|Site map|Privacy policy|Terms of use|Terms and conditions|Disclaimer|Legal notice|Footer|Back to news|All news|Похожие новости|Связанные материалы|Смотрите также|Povezane vijesti|Povezane vesti|Slične vijesti',
);
/** Headings that an item may have itself: they count where nothing of running text follows. */
const PERHAPS_FOOT = keys(
  'Attachments|Attachment|Downloads|Download|Documents|Document|Files|Contacts|Contact|Contact us|Contact information|Media contact|Media contacts|Press contact|Press contacts|For the media|For media|For more information|For further information|Tags|Topics|Keywords|Links|Multimedia|Video|Photos|Photo gallery|Gallery|Контакты|Вложения|Теги|Kontakt|Kontakti|Prilozi|Kontaktet',
);
const CONTACT =
  /^(?:for (?:more|further|additional|any further|other)? ?(?:information|details|inquiries|enquiries|queries|media inquiries|press inquiries)\b.{0,60}\b(?:contact|call|e-?mail|write to|phone)\b|(?:media|press) (?:contact|inquiries|enquiries)s? ?:|contacts? ?:|notes? to editors? ?:? ?$)/i;
const RIGHTS = /^(?:©|\(c\) ?(?:osce|19|20)|copyright\b|all rights reserved)/i;

/** Text that a contact or an attachment has not. */
const SHORTEST_TEXT = 60;

function isPassage(line: Line): boolean {
  return !line.bullet && line.text.length >= SHORTEST_TEXT && endsAsASentence(line.text) && !CONTACT.test(line.text);
}

/** What was taken off the foot of a page. */
export interface Foot {
  /** Its first line as printed, which tells what it is. */
  heading: Line;
  lines: number;
}

/** The lines of a page that are its own, and the foot that was taken off. */
export function stripBoilerplate(lines: readonly Line[]): { content: Line[]; foot?: Foot } {
  const content = lines.filter((line, at) => !isFurniture(line, at, lines));
  const start = footOf(content);
  if (start === undefined) return { content };
  return { content: content.slice(0, start), foot: { heading: content[start]!, lines: content.length - start } };
}

function isFurniture(line: Line, at: number, lines: readonly Line[]): boolean {
  const { text } = line;
  if (text.length > 400) return false;
  if (text.length <= 40 && !line.bullet) {
    const key = keyOf(text);
    if (LINKS.has(key)) return true;
    if (LANGUAGE_CODES.test(text) || isLanguageChoice(text)) return true;
    if (LANGUAGES.has(key)) return [lines[at - 1], lines[at + 1]].some((next) => next && isLanguage(next.text));
  } else if (isLanguageChoice(text)) return true;
  if (COOKIES.test(text) || PHOTO.test(text) || PRINTED_FROM.test(text)) return true;
  const end = text.slice(-90);
  return CREDIT.test(end) && !ABBREVIATION_CREDIT.test(end);
}

function isLanguage(text: string): boolean {
  return text.length <= 40 && LANGUAGES.has(keyOf(text));
}

/** `English Русский`, `Available in: English | Shqip | Srpski` */
function isLanguageChoice(text: string): boolean {
  if (text.length > 160) return false;
  const names = text
    .replace(
      /^(?:also )?(?:available in|languages?|other languages|read in|читать на)(?: the following languages)?:? /i,
      '',
    )
    .split(/[ |/,·•]+/)
    .filter((name) => name !== '' && name !== 'and');
  return names.length > 1 && names.every((name) => LANGUAGES.has(keyOf(name)));
}

/** Where the foot begins: behind some text of the item, and with none of it below. */
function footOf(lines: readonly Line[]): number | undefined {
  const first = lines.findIndex((line) => !line.bullet && line.text.length >= 40 && endsAsASentence(line.text));
  if (first < 0) return undefined;
  let sure = lines.length;
  for (let at = first + 1; at < lines.length; at++) {
    if (!isFootLine(lines[at]!) || isListed(lines, at)) continue;
    sure = at;
    break;
  }
  let start = sure;
  for (let at = sure - 1; at > first; at--) {
    const line = lines[at]!;
    if (isPassage(line)) break;
    if (mayBeginFoot(line)) start = at;
  }
  return start < lines.length ? start : undefined;
}

function isFootLine({ text }: Line): boolean {
  if (text.length > 200) return false;
  return RIGHTS.test(text) || (text.length <= 40 && FOOT.has(keyOf(text.replace(/:$/, ''))));
}

function mayBeginFoot({ text }: Line): boolean {
  if (text.length <= 40 && PERHAPS_FOOT.has(keyOf(text.replace(/:$/, '')))) return true;
  return CONTACT.test(text.slice(0, 200));
}

/** In a list `Latest news` may be the title of what follows: labels, or further headings of the page, stand below. */
function isListed(lines: readonly Line[], at: number): boolean {
  const next = lines[at + 1];
  if (!next) return false;
  return labelOf(next)?.name !== undefined || contentTypeNamed(next.text) !== undefined || isBreadcrumb(next.text);
}
