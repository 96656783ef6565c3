/**
 * The menu above a page, read into a tree and into the lists that the graph knows. A menu that was cut gives what is left
 * of it and says so, and never a node made of half a label.
 */
import type { Gazetteer } from '../gazetteer.js';
import type { Line } from './lines.js';
import { labelOf } from './label.js';
import { nameKey, namesOf, type Named } from './names.js';
import {
  SECTIONS,
  headingOf,
  isBeginningOfALabel,
  isCloser,
  isKnownHeading,
  isMenuLabel,
  isUppermost,
  nodesOf,
  parentOf,
  sectionHeaded,
  sectionListing,
  type SectionName,
} from './navigation-outline.js';
import { contentTypeNamed, isBreadcrumb } from './vocabulary.js';

export type { SectionName } from './navigation-outline.js';

/** One label of the menu with those below it. */
export interface NavigationEntry {
  /** Without a chairpersonship suffix. */
  label: string;
  slug?: string;
  line: number;
  children: NavigationEntry[];
}

/** A list whose labels are nodes. */
export interface NavigationSection {
  heading: string;
  entries: readonly NavigationEntry[];
  /** Whether both ends of the list were seen. */
  complete: boolean;
}

export interface NavigationReading {
  tree: NavigationEntry[];
  sections: Partial<Record<SectionName, NavigationSection>>;
  /** From `Finland – OSCE Chairpersonship 2025`. */
  chairpersonship?: { country: Named; year: number };
  /** False where a part of the menu is missing. */
  complete: boolean;
  /** The half of a label at which a cut page ends. */
  cutLabel?: string;
}

/** A page divided into its menu and the rest. */
export interface DividedPage {
  navigation?: NavigationReading;
  content: Line[];
}

interface Token {
  kind: 'heading' | 'leaf' | 'gap';
  label: string;
  line: number;
}

/** Fewer entries are a list in a text. */
const FEWEST_ENTRIES = 4;
/** Without any dash more of them are needed. */
const FEWEST_PLAIN = 6;
const LONGEST_LABEL = 120;
/** No menu is longer; what goes on like this is something else. */
const MOST_ENTRIES = 2_000;
const MOST_LINES_BEFORE = 10;

/** Takes the menu off the top of a page. */
export function divideNavigation(lines: readonly Line[], gazetteer: Gazetteer): DividedPage {
  let start = 0;
  while (start < MOST_LINES_BEFORE && lines[start] && !lines[start]!.bullet && isBreadcrumb(lines[start]!.text))
    start++;
  const plain = plainMenu(lines, start, gazetteer);
  const { tokens, end } = plain.tokens.length >= FEWEST_PLAIN ? plain : tokensOf(lines, start);
  if (tokens.length < FEWEST_ENTRIES) return { content: [...lines] };
  const content = lines.slice(end);
  const navigation = new NavigationBuilder(gazetteer).build(tokens, content.length === 0);
  return { navigation, content: [...lines.slice(0, start), ...content] };
}

/** Some copies lose all dashes of the menu. Then only a run of labels that are all known is one. */
function plainMenu(lines: readonly Line[], start: number, gazetteer: Gazetteer): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let at = start;
  for (; at < lines.length && tokens.length <= MOST_ENTRIES; at++) {
    const { text, bullet, number } = lines[at]!;
    if (bullet || text.length > LONGEST_LABEL || contentTypeNamed(text)) break;
    const label = CHAIRPERSONSHIP.exec(text)?.[1]?.trim() ?? text;
    if (isKnownHeading(label)) tokens.push({ kind: 'heading', label: text, line: number });
    else if (isMenuLabel(label) || isUppermost(label) || nameKey(label) === 'all' || isNode(label, gazetteer))
      tokens.push({ kind: 'leaf', label: text, line: number });
    else break;
  }
  return { tokens, end: at };
}

function isNode(label: string, gazetteer: Gazetteer): boolean {
  return SECTIONS.some((section) => namesOf(nodesOf(section, gazetteer)).find(label));
}

/** Headings stand under a lone dash, leaves behind one; the first line that does neither ends the menu. */
function tokensOf(lines: readonly Line[], start: number): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let at = start;
  let loneDash = false;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.text.length > LONGEST_LABEL || tokens.length > MOST_ENTRIES) break;
    if (line.bullet && line.text === '') {
      loneDash = true;
    } else if (/^\[?(?:\.\.\.|…)\]?$/.test(line.text)) {
      tokens.push({ kind: 'gap', label: '', line: line.number });
      loneDash = false;
    } else if (line.bullet) {
      if (labelOf(line)) break;
      tokens.push({ kind: 'leaf', label: line.text, line: line.number });
      loneDash = false;
    } else {
      const lostDash =
        isKnownHeading(line.text) && (lines[at + 1]?.bullet || isKnownHeading(lines[at + 1]?.text ?? ''));
      if (!(loneDash || lostDash) || contentTypeNamed(line.text)) break;
      tokens.push({ kind: 'heading', label: line.text, line: line.number });
      loneDash = false;
    }
  }
  return { tokens, end: at };
}

const CHAIRPERSONSHIP = /^(.{2,60}?) ?[–—(-] ?(?:OSCE )?Chair(?:person|man)ship,? (?:in )?(\d{4})\)?$/i;

class NavigationBuilder {
  readonly #gazetteer: Gazetteer;
  readonly #tree: NavigationEntry[] = [];
  /** The uppermost entries that are headings, the last of each name. */
  readonly #parents = new Map<string, NavigationEntry>();
  readonly #sections = new Map<SectionName, { heading: string; entries: NavigationEntry[]; complete: boolean }>();
  /** The section to which leaves go at present, whether it was entered through its heading, and where to go after it. */
  #section: { name: SectionName; whole: boolean } | undefined;
  #siblings: NavigationEntry[] = this.#tree;
  #above: NavigationEntry[] = this.#tree;
  #chairpersonship: NavigationReading['chairpersonship'];
  #gap = false;
  /** Before the first heading, and behind a gap, only the labels tell to which section they belong. */
  #adrift = true;

  constructor(gazetteer: Gazetteer) {
    this.#gazetteer = gazetteer;
  }

  build(tokens: readonly Token[], pageEndsHere: boolean): NavigationReading {
    const last = tokens.at(-1);
    let cutLabel: string | undefined;
    for (const token of tokens) {
      if (token.kind === 'gap') this.#openGap();
      else if (token === last && pageEndsHere && this.#isHalfALabel(token)) cutLabel = token.label;
      else if (token.kind === 'heading') this.#heading(token);
      else this.#leaf(token);
    }
    const sections: NavigationReading['sections'] = Object.fromEntries(this.#sections);
    const isSiteMenu = this.#sections.size > 0;
    const allSeen = SECTIONS.every((name) => this.#sections.get(name)?.complete);
    const complete = !this.#gap && cutLabel === undefined && (isSiteMenu ? allSeen : !pageEndsHere);
    return {
      tree: this.#tree,
      sections,
      ...(this.#chairpersonship && { chairpersonship: this.#chairpersonship }),
      complete,
      ...(cutLabel !== undefined && { cutLabel }),
    };
  }

  #heading(token: Token): void {
    this.#closeSection(true);
    this.#adrift = false;
    const entry: NavigationEntry = { label: token.label, line: token.line, children: [] };
    const name = sectionHeaded(token.label);
    const parent = name && this.#openParent(name);
    if (parent) parent.children.push(entry);
    else {
      this.#tree.push(entry);
      this.#parents.set(nameKey(token.label), entry);
    }
    this.#above = parent?.children ?? this.#tree;
    this.#siblings = entry.children;
    if (name) this.#openSection(name, token.label, true);
  }

  /** The menu names some sections twice; only the first belongs below its parent. */
  #openParent(name: SectionName): NavigationEntry | undefined {
    const parent = this.#parents.get(parentOf(name));
    const taken = parent?.children.some((child) => child.children.length > 0 && sectionHeaded(child.label) === name);
    return taken ? undefined : parent;
  }

  #leaf(token: Token): void {
    const chair = CHAIRPERSONSHIP.exec(token.label);
    const label = chair ? chair[1]!.trim() : token.label;
    if (isUppermost(label)) {
      this.#closeSection(true);
      this.#siblings = this.#tree;
    } else if (this.#section && isCloser(this.#section.name, label)) {
      this.#closeSection(true);
      this.#siblings = this.#above;
    } else {
      this.#followBreak(label, token);
    }
    const slug = this.#slugOf(label);
    const entry: NavigationEntry = { label, ...(slug && { slug }), line: token.line, children: [] };
    this.#siblings.push(entry);
    if (this.#section) this.#sections.get(this.#section.name)!.entries.push(entry);
    if (chair) {
      const country = namesOf(this.#gazetteer.countries).find(label);
      this.#chairpersonship = {
        country: { text: label, ...(country && { slug: country.slug }) },
        year: Number(chair[2]),
      };
    }
  }

  /** A label that is known in another list than the present one, or before any heading, shows that a part was lost. */
  #followBreak(label: string, token: Token): void {
    const here = this.#section;
    const astray = here ? !this.#isKnownIn(here.name, label) : this.#adrift;
    if (!astray) return;
    const name = sectionListing(label, this.#gazetteer);
    if (!name || name === here?.name) return;
    if (here) this.#closeSection(false);
    this.#gap = true;
    const entry: NavigationEntry = { label: headingOf(name), line: token.line, children: [] };
    this.#tree.push(entry);
    this.#above = this.#tree;
    this.#siblings = entry.children;
    this.#openSection(name, headingOf(name), false);
  }

  #openGap(): void {
    this.#gap = true;
    this.#adrift = true;
    if (this.#section) this.#section.whole = false;
  }

  #openSection(name: SectionName, heading: string, whole: boolean): void {
    this.#adrift = false;
    const known = this.#sections.get(name);
    // A second heading without leaves must not empty the list that the first one brought.
    if (!known) this.#sections.set(name, { heading, entries: [], complete: false });
    this.#section = { name, whole: whole && !known?.entries.length };
  }

  #closeSection(endSeen: boolean): void {
    if (!this.#section) return;
    const section = this.#sections.get(this.#section.name)!;
    if (section.entries.length > 0) section.complete ||= endSeen && this.#section.whole;
    this.#section = undefined;
  }

  #isKnownIn(name: SectionName, label: string): boolean {
    if (!namesOf(nodesOf(name, this.#gazetteer)).find(label)) return false;
    // Departments and field operations share one list of names.
    const listing = sectionListing(label, this.#gazetteer);
    return name === 'secretariatDepartments' ? listing !== 'fieldOperations' : true;
  }

  #slugOf(label: string): string | undefined {
    const gazetteer = this.#gazetteer;
    if (this.#section) return namesOf(nodesOf(this.#section.name, gazetteer)).find(label)?.slug;
    return namesOf(gazetteer.offices).find(label)?.slug;
  }

  /** The last label of a page that ends in its menu: whole if it is known, else the page may have been cut inside it. */
  #isHalfALabel(token: Token): boolean {
    if (token.kind === 'heading') return !isKnownHeading(token.label);
    const label = CHAIRPERSONSHIP.exec(token.label)?.[1] ?? token.label;
    if (isUppermost(label)) return false;
    const section = this.#section?.name;
    if (section) return !isCloser(section, label) && !this.#isKnownIn(section, label);
    return isBeginningOfALabel(label) || namesOf(this.#gazetteer.offices).begins(label);
  }
}
