/**
 * The number under which the organisation keeps an item. It is the same in every address that the item ever had:
 * `https://www.osce.org/mission-to-skopje/123456`, `http://www.osce.org/node/123456`, `.../item/12345.html`.
 */

const SITE = /^(?:[a-z0-9-]+\.)*osce\.org$/;
const LANGUAGE = /^(?:[a-z]{2})$/;
/** The printed versions and feeds of an item have its number before their own name. */
const NUMBER = /^(\d{3,9})(?:\.html?)?$/;

/** The number in an address of the organisation. A translation is an item of its own: `ru/123456`. */
export function sourceIdOf(address: string): string | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  if (!SITE.test(url.hostname.toLowerCase())) return undefined;
  const parts = url.pathname
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '');
  const number = NUMBER.exec(parts.at(-1) ?? '')?.[1];
  if (number === undefined || (parts.length < 2 && number.length < 4)) return undefined;
  const language = LANGUAGE.exec(parts[0]!)?.[0];
  return language === undefined || language === 'en' ? number : `${language}/${number}`;
}

/** `123456 at https://www.osce.org`, as the organisation's feeds call their entries. */
export function sourceIdOfEntry(guid: string): string | undefined {
  const match = /^(\d{3,9}) at (https?:\/\/\S{4,200})$/.exec(guid.trim());
  return match ? sourceIdOf(`${match[2]!.replace(/\/$/, '')}/node/${match[1]!}`) : undefined;
}
