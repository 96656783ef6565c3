import { decodePage } from './decode-page.js';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part)))),
  );

describe('text is decoded', () => {
  test('as UTF-8', () => {
    expect(decodePage(bytes('Žilina – Čadca'))).toEqual({ text: 'Žilina – Čadca' });
  });
  test('without its byte order mark', () => {
    expect(decodePage(bytes([0xef, 0xbb, 0xbf], 'Oslo'))).toEqual({ text: 'Oslo' });
  });
  test('with a stray control character, which is a slip of a crawler', () => {
    expect(decodePage(bytes('x'.repeat(200), [0x03], 'y')).text).toHaveLength(202);
  });
});

describe('bytes that are no text are a fault at a byte', () => {
  test.each<[rule: string, file: Uint8Array, fault: string, offset: number]>([
    ['empty', bytes(), 'The file is empty.', 0],
    ['blank', bytes(' \n\t\r\n'), 'The file holds nothing but white space.', 0],
    ['NUL', bytes('Oslo', [0], 'Bergen'), 'Expected UTF-8 text, but byte 4 is NUL: the file is binary or damaged.', 4],
    ['PDF', bytes('%PDF-1.7 xyz'), 'Expected UTF-8 text, but this is a PDF document.', 0],
    ['ZIP', bytes('PK', [3, 4], 'xyz'), 'Expected UTF-8 text, but this is a ZIP archive or an office document.', 0],
    ['UTF-16', bytes([0xff, 0xfe, 0x41, 0x00]), 'Expected UTF-8 text, but this is UTF-16 text.', 0],
    ['cut in a character', bytes('Oslo ', [0xe2, 0x80]), 'The file is cut in the middle of a character at byte 5.', 5],
    [
      'Latin-1',
      bytes('T', [0xfc], 'rkiye'),
      'Byte 1 (0xFC) is not valid UTF-8: the file has another encoding or is damaged.',
      1,
    ],
    [
      'an overlong form',
      bytes('ab', [0xc0, 0xaf]),
      'Byte 2 (0xC0) is not valid UTF-8: the file has another encoding or is damaged.',
      2,
    ],
    [
      'a surrogate',
      bytes('ab', [0xed, 0xa0, 0x80]),
      'Byte 2 (0xED) is not valid UTF-8: the file has another encoding or is damaged.',
      2,
    ],
    [
      'beyond the last code point',
      bytes([0xf4, 0x90, 0x80, 0x80]),
      'Byte 0 (0xF4) is not valid UTF-8: the file has another encoding or is damaged.',
      0,
    ],
    [
      'control characters',
      bytes('ab', [1, 2, 3, 4]),
      'Expected UTF-8 text, but 4 of 6 bytes are control characters, the first at byte 2: the file is binary.',
      2,
    ],
  ])('%s', (_rule, file, fault, offset) => {
    expect(decodePage(file)).toEqual({ fault, offset });
  });
});

describe('bytes that are no UTF-8 are read as the page declares', () => {
  const page = (declared: string, letter: number) => bytes(`${declared}<p>`, [letter], '</p>');
  test.each<[declared: string, letter: number, text: string]>([
    ['<meta charset="windows-1251">', 0xce, 'О'],
    ["<META http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>", 0xfc, 'ü'],
    ['<meta charset=windows-1252>', 0x96, '–'],
    ['<?xml version="1.0" encoding="iso-8859-2"?>', 0xe8, 'č'],
  ])('%s', (declared, letter, text) =>
    expect(decodePage(page(declared, letter)).text).toBe(`${declared}<p>${text}</p>`),
  );

  test.each<[declared: string, fault: RegExp]>([
    ['<meta charset="klingon">', /declares the charset “klingon”, which is not known/],
    ['<meta charset="gb18030">', /expected UTF-8, or a charset of one byte a letter/],
    ['<meta charset="windows-1251">', /has bytes that mean nothing in it/],
    ['<meta charset="utf-8">', /is not valid UTF-8/],
    ['charset="windows-1251"', /is not valid UTF-8/],
  ])('but not %s', (declared, fault) => expect(decodePage(page(declared, 0x98)).fault).toMatch(fault));

  test('UTF-8 is UTF-8, whatever the page declares', () => {
    expect(decodePage(bytes('<meta charset="windows-1251">Žilina')).text).toContain('Žilina');
  });
});
