/**
 * From the bytes of a file to text, or to a fault that names the byte. Nothing is replaced silently: a page that was
 * damaged on its way is reported rather than stored with holes.
 */

import { declaredCharset, decodeAs } from './declared-charset.js';

/** The text of a page, or what is wrong with its bytes and where. */
export type DecodedPage = { text: string; fault?: undefined } | { fault: string; offset: number; text?: undefined };

const SIGNATURES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a ZIP archive or an office document', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip file', [0x1f, 0x8b]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['UTF-16 text', [0xff, 0xfe]],
  ['UTF-16 text', [0xfe, 0xff]],
];

/** One stray control character is a slip of a crawler; one in fifty bytes is a binary file. */
const CONTROL_SHARE = 0.02;

/** Decodes strict UTF-8, with or without a byte order mark; or the charset that the page declares, where it is no UTF-8. */
export function decodePage(bytes: Uint8Array): DecodedPage {
  if (bytes.length === 0) return { fault: 'The file is empty.', offset: 0 };
  const format = SIGNATURES.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte));
  if (format) return { fault: `Expected UTF-8 text, but this is ${format[0]}.`, offset: 0 };
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    return { fault: `Expected UTF-8 text, but byte ${nul} is NUL: the file is binary or damaged.`, offset: nul };

  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const charset = declaredCharset(bytes);
    if (charset === undefined || /^utf-?8$/i.test(charset)) return brokenSequence(bytes);
    const decoded = decodeAs(charset, bytes);
    if ('fault' in decoded) return { fault: decoded.fault, offset: 0 };
    text = decoded.text;
  }
  const controls = countControls(bytes);
  if (controls.count > bytes.length * CONTROL_SHARE) {
    return {
      fault: `Expected UTF-8 text, but ${controls.count} of ${bytes.length} bytes are control characters, the first at byte ${controls.first}: the file is binary.`,
      offset: controls.first,
    };
  }
  if (text.trim() === '') return { fault: 'The file holds nothing but white space.', offset: 0 };
  return { text };
}

function countControls(bytes: Uint8Array): { count: number; first: number } {
  let count = 0;
  let first = -1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    // Tab, line feed, vertical tab, form feed and carriage return are white space.
    if (byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    if (count++ === 0) first = at;
  }
  return { count, first };
}

/** TextDecoder tells that a sequence is broken, not where: this walks again, only for files that failed. */
function brokenSequence(bytes: Uint8Array): DecodedPage {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (length < 0) {
      return { fault: `The file is cut in the middle of a character at byte ${at}.`, offset: at };
    }
    const hex = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
    return {
      fault: `Byte ${at} (0x${hex}) is not valid UTF-8: the file has another encoding or is damaged.`,
      offset: at,
    };
  }
  return { fault: 'The file is not valid UTF-8.', offset: 0 };
}

/** Bytes of the character at this place; 0 where it is none, -1 where the file ends before the character does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next];
    if (byte === undefined) return -1;
    // The second byte shuts out overlong forms, surrogates and code points beyond the last.
    const low = next > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = next > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return 0;
  }
  return length;
}
