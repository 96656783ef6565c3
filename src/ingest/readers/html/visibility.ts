/** What of a page is not its text: what browsers do not show, and what every page carries besides its own content. */

export type Attributes = Readonly<Record<string, string>>;

const NO_TEXT = new Set(
  'script style noscript template svg math iframe object embed canvas audio video select button textarea datalist figcaption footer'.split(
    ' ',
  ),
);
/** Elements whose classes speak of the whole page: `body.has-cookie-banner` is no banner. */
const NEVER_HIDDEN = new Set(['html', 'head', 'body', 'main', 'article', 'h1']);
const HIDDEN_CLASSES = new Set([
  'visually-hidden',
  'sr-only',
  'element-invisible',
  'hidden',
  'd-none',
  'screen-reader-text',
]);
/** A part of a class or an id, between hyphens: `block-social-share`, `cookie-banner`, `breadcrumb`. */
const FURNITURE =
  /(?:^|[-_])(?:cookies?|gdpr|consent|share|sharing|addtoany|breadcrumbs?|pager|pagination|footer|branding|related)(?:[-_]|$)/i;
const FURNITURE_ROLES = new Set(['search', 'contentinfo', 'dialog', 'alertdialog']);
const UNSEEN = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** No class list that means something is longer; a longer one is an attack on the patterns above. */
const LONGEST_CLASSES = 2_000;

/** The classes of an element. */
export function classesOf(attributes: Attributes): string[] {
  return (attributes['class'] ?? '').slice(0, LONGEST_CLASSES).toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether nothing inside an element is text of the page. */
export function isHidden(name: string, attributes: Attributes): boolean {
  if (NO_TEXT.has(name)) return true;
  if (NEVER_HIDDEN.has(name)) return false;
  if ('hidden' in attributes || attributes['aria-hidden'] === 'true') return true;
  if (UNSEEN.test((attributes['style'] ?? '').slice(0, LONGEST_CLASSES))) return true;
  if (FURNITURE_ROLES.has(attributes['role'] ?? '')) return true;
  const marks = [...classesOf(attributes), (attributes['id'] ?? '').slice(0, 200)];
  if (attributes['aria-label']) marks.push(attributes['aria-label'].slice(0, 200));
  return marks.some((mark) => HIDDEN_CLASSES.has(mark) || FURNITURE.test(mark));
}
