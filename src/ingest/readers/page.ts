/** A page as the shapes see it: its lines, with the menu and the address taken off. */
import type { Gazetteer } from '../gazetteer.js';
import { stripBoilerplate, type Foot } from './boilerplate.js';
import { linesOf, type Line } from './lines.js';
import { divideNavigation, type NavigationReading } from './navigation.js';
import type { Reading, PageLayoutName, Source } from './reading.js';

export interface Page {
  source: Source;
  /** Lines below the menu, without what every page carries. */
  content: readonly Line[];
  foot?: Foot;
  navigation?: NavigationReading;
  sourceUrl?: string;
}

/** One kind of page. Shapes know nothing of each other; the surest one reads. */
export interface Shape {
  name: PageLayoutName;
  /** From 0 (not of this kind) to 1. Cheap: it looks at the first lines, and for labels. */
  recognise(page: Page, gazetteer: Gazetteer): number;
  /** Called only where the shape is the surest one. The menu is added to the reading later. */
  read(page: Page, gazetteer: Gazetteer, confidence: number): Reading;
}

const ADDRESS = /^https?:\/\/[^\s]{4,2000}$/i;

/** What a page that was printed from the site has at its end. */
const LABELLED_ADDRESS =
  /^(?:source url|url|permalink|original|address)(?: \([^)]{0,60}\))?: ?(https?:\/\/\S{4,2000})$/i;
const LAST_LINES = 8;

/** Opens a page. Its address is the name of its source, or a line of its own at the top. */
export function openPage(source: Source, gazetteer: Gazetteer): Page {
  const lines = linesOf(source.text);
  const first = lines[0];
  const atTop = first && ADDRESS.test(first.text) ? first.text : undefined;
  const labelled = [...lines.slice(0, 3), ...lines.slice(-LAST_LINES)].find((line) => LABELLED_ADDRESS.test(line.text));
  const printedAddress = atTop ?? (labelled && LABELLED_ADDRESS.exec(labelled.text)?.[1]);
  const divided = divideNavigation(
    lines.filter((line) => line !== labelled && !(atTop && line === first)),
    gazetteer,
  );
  const { navigation } = divided;
  const own = stripBoilerplate(divided.content);
  const sourceUrl = ADDRESS.test(source.name) ? source.name : printedAddress;
  return { source, ...own, ...(navigation && { navigation }), ...(sourceUrl !== undefined && { sourceUrl }) };
}
