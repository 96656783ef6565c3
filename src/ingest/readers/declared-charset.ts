/** Older pages are not UTF-8 and say so: in a meta element, or in the declaration of XML. */

/** Declarations stand at the very start of a page. */
const WITHIN = 2_048;
const DECLARED =
  /<\?xml[^>]{0,100}\bencoding\s*=\s*["']\s*([\w:.-]{1,40})|<meta\b[^>]{0,200}\bcharset\s*=\s*["']?\s*([\w:.-]{1,40})/i;
/** One byte a letter: what such bytes mean cannot be mistaken once the name is known. */
const SINGLE_BYTE = /^(?:windows-\d+|iso-8859-\d+(?:-i)?|koi8-[ru]|macintosh|x-mac-cyrillic|ibm866)$/;

/** The charset that markup declares, as it is written there. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('iso-8859-1').decode(bytes.subarray(0, WITHIN)).trimStart();
  if (!start.startsWith('<')) return undefined;
  const match = DECLARED.exec(start);
  return match?.[1] ?? match?.[2];
}

/** The text of bytes in a declared charset, or why they cannot be read so. */
export function decodeAs(charset: string, bytes: Uint8Array): { text: string } | { fault: string } {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    return { fault: `The page declares the charset “${charset}”, which is not known.` };
  }
  if (!SINGLE_BYTE.test(decoder.encoding)) {
    return { fault: `The page declares the charset “${charset}”; expected UTF-8, or a charset of one byte a letter.` };
  }
  const decoded = decoder.decode(bytes);
  const text =
    decoder.encoding === 'windows-1252'
      ? decoded.replace(UPPER_CONTROLS, (c) => LATIN[c.charCodeAt(0) - 0x80]!)
      : decoded;
  // Decoders pass on bytes without a letter as control characters, which no page has.
  if (text.search(UPPER_CONTROLS) < 0) return { text };
  return { fault: `The page declares the charset “${charset}”, but has bytes that mean nothing in it.` };
}

const UPPER_CONTROLS = /[\u0080-\u009f]/g;
/** 0x80 to 0x9F of windows-1252, which Node 20 decodes as if it were ISO 8859-1. */
const LATIN = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];
