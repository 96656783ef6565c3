/**
 * Turns HTML into the lines in which pages are printed as text: bullets for lists, a lone dash above a heading of the
 * menu, labels with their values, paragraphs. So the shapes of pages are described once, for both.
 */
import type { Parser } from 'htmlparser2';
import { nameKey } from '../names.js';
import { labelNamed } from '../vocabulary.js';
import { HeadReader, type HtmlHead } from './head.js';
import { lineCounter } from './line-counter.js';
import { MarkupError, parseMarkup } from './markup.js';
import { classesOf, isHidden, type Attributes } from './visibility.js';

/** One printed line. */
export interface HtmlLine {
  text: string;
  /** `heading` is an entry of a list that has a list of its own. */
  bullet: 'none' | 'leaf' | 'heading';
  /** Line of the file, from 1. */
  line: number;
  isHeadline?: boolean;
}

/** A page taken apart. */
export interface HtmlPage {
  menu: HtmlLine[];
  content: HtmlLine[];
  head: HtmlHead;
}

const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rt s samp small span strike strong sub sup time tt u var wbr img'.split(
    ' ',
  ),
);
const LABEL_CLASSES = new Set(['field__label', 'field-label', 'views-label']);
const MENU_CLASSES = new Set(['menu', 'navbar-nav', 'main-menu', 'navigation']);
/** A label that stands in one of these owns no more than itself: what follows it is the page. */
const WHOLE = new Set(['html', 'body', 'main', 'article', 'section', 'form']);
/** Labels of lists of teasers stand in front of their values. */
const BESIDE = new Set(['publishing-date', 'content-type', 'where-we-are']);
const LONGEST_VALUE = 300;
const FEWEST_ENTRIES = 4;
/** The longest reports have some thousands of lines. */
const MOST_LINES = 100_000;

interface Frame {
  name: string;
  silent: boolean;
  lines: HtmlLine[];
  inMain: boolean;
  isLabel: boolean;
  /** A field of a content management system, whatever element it is made of. */
  isField: boolean;
  isHeadline: boolean;
  /** For an entry of a list: its first line, once there is one. */
  entry?: { line?: HtmlLine };
}

interface Field {
  label: string;
  beside: boolean;
  values: string[];
  line: number;
  /** How many elements are open while it is. */
  depth: number;
  lines: HtmlLine[];
}

/** Reads a page, or a piece of one. Throws a `MarkupError` for what no reader should follow. */
export function htmlPage(html: string): HtmlPage {
  const collector = new LineCollector(html);
  parseMarkup(html, collector, { decodeEntities: true });
  return collector.finish();
}

class LineCollector {
  readonly #lineAt: (place: number) => number;
  readonly #head = new HeadReader();
  readonly #main: HtmlLine[] = [];
  readonly #others: HtmlLine[] = [];
  readonly #menus: HtmlLine[][] = [];
  readonly #frames: Frame[] = [];
  #parser: Parser | undefined;
  #buffer = '';
  #bufferStart = 0;
  #field: Field | undefined;
  #printed = 0;

  constructor(html: string) {
    this.#lineAt = lineCounter(html);
  }

  onparserinit = (parser: Parser): void => {
    this.#parser = parser;
  };

  onopentag = (name: string, attributes: Attributes): void => {
    this.#head.open(name, attributes);
    if (!INLINE.has(name)) this.#flush();
    const above = this.#frames.at(-1);
    const classes = classesOf(attributes);
    const entry = name === 'ul' || name === 'ol' ? above?.entry?.line : undefined;
    // A label is a label also where its values are a list of their own.
    if (entry && !entry.text.endsWith(':')) entry.bullet = 'heading';
    const inMain = above?.inMain === true || name === 'main' || attributes['role'] === 'main';
    const inMenu = above !== undefined && this.#menus.includes(above.lines);
    let lines = above?.lines ?? this.#others;
    if (!inMenu) {
      if (isMenu(name, attributes, classes)) this.#menus.push((lines = []));
      else if (inMain) lines = this.#main;
    }
    const frame: Frame = {
      name,
      silent: above?.silent === true || name === 'head' || name === 'title' || isHidden(name, attributes),
      lines,
      inMain,
      isLabel: name === 'dt' || classes.some((each) => LABEL_CLASSES.has(each)),
      isField: classes.some((each) => each === 'field' || each.startsWith('field-') || each.startsWith('field--')),
      isHeadline: above?.isHeadline === true || name === 'h1',
    };
    if (name === 'li') frame.entry = {};
    else if (above?.entry && name !== 'ul' && name !== 'ol') frame.entry = above.entry;
    if (frame.isLabel) this.#flush();
    this.#frames.push(frame);
  };

  ontext = (text: string): void => {
    this.#head.text(text);
    if (this.#frames.at(-1)?.silent) return;
    if (this.#buffer === '') this.#bufferStart = this.#parser?.startIndex ?? 0;
    this.#buffer += text;
  };

  onclosetag = (name: string): void => {
    this.#head.close(name);
    const frame = this.#frames.at(-1);
    if (frame?.isLabel && !frame.silent) this.#closeLabel(frame);
    else if (!INLINE.has(name)) this.#flush();
    this.#frames.pop();
    if (this.#field && this.#frames.length < this.#field.depth) this.#closeField();
  };

  finish(): HtmlPage {
    this.#flush();
    this.#closeField();
    const menu = this.#menus.reduce<HtmlLine[]>((longest, each) => (each.length > longest.length ? each : longest), []);
    const content = this.#main.length > 0 ? this.#main : this.#others;
    return { menu: menu.length < FEWEST_ENTRIES ? [] : menu, content, head: this.#head.finish() };
  }

  /** What was read since the last line, as it is printed. */
  #take(): string {
    const text = this.#buffer.replace(/\s+/g, ' ').trim();
    this.#buffer = '';
    return text;
  }

  #flush(): void {
    if (this.#buffer === '') return;
    const line = this.#lineAt(this.#bufferStart);
    const text = this.#take();
    if (text === '') return;
    if (++this.#printed > MOST_LINES) throw new MarkupError(`The page prints more than ${MOST_LINES} lines.`);
    const frame = this.#frames.at(-1);
    if (this.#field) {
      if (text.length <= LONGEST_VALUE) {
        this.#field.values.push(text);
        return;
      }
      this.#closeField();
    }
    const entry = frame?.entry;
    const printed: HtmlLine = { text, bullet: entry && !entry.line ? 'leaf' : 'none', line };
    if (entry) entry.line ??= printed;
    if (frame?.isHeadline) printed.isHeadline = true;
    (frame?.lines ?? this.#others).push(printed);
  }

  #closeLabel(frame: Frame): void {
    const line = this.#lineAt(this.#bufferStart);
    const printed = this.#take();
    this.#closeField();
    if (printed === '') return;
    const label = printed.replace(/\s*:$/, '');
    const name = labelNamed(label);
    if (frame.name === 'dt' && name === undefined && label === printed) {
      frame.lines.push({ text: printed, bullet: 'none', line });
      return;
    }
    const owner = this.#frames.at(-2);
    const beside = (name !== undefined && BESIDE.has(name)) || nameKey(label) === 'what we do';
    this.#field = { label, beside, values: [], line, depth: this.#frames.length - 1, lines: frame.lines };
    if (!owner || (WHOLE.has(owner.name) && !owner.isField)) this.#closeField();
  }

  #closeField(): void {
    const field = this.#field;
    if (!field) return;
    this.#field = undefined;
    const { label, values, line, lines } = field;
    if (field.beside) {
      lines.push({ text: `${label}: ${values.join('; ')}`.trim(), bullet: 'none', line });
      return;
    }
    lines.push({ text: `${label}:`, bullet: 'leaf', line });
    for (const text of values) lines.push({ text, bullet: 'leaf', line });
  }
}

function isMenu(name: string, attributes: Attributes, classes: readonly string[]): boolean {
  if (name === 'nav' || attributes['role'] === 'navigation') return true;
  return name === 'ul' && classes.some((each) => MENU_CLASSES.has(each));
}
