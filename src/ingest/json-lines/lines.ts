/** Reads a file by lines in constant memory, however long its lines are. */
import { createReadStream } from 'node:fs';

/** A line and its number, from 1; with an error instead of text if it is invalid. */
export type Line = { number: number; text: string } | { number: number; error: string };

/** A long news item has tens of kilobytes. */
export const longestLine = 1_000_000;

const newline = 0x0a;

/**
 * Bytes that are read at once. Between two blocks whoever waits for PostgreSQL has a turn: with the 64 KB of Node.js it would
 * wait for thirty items each time.
 */
const blockSize = 16_384;

/**
 * Yields the lines that are not blank. Lines that are too long are skipped without buffering.
 * @param onBlock receives all bytes of the file as they are read
 */
export async function* linesOf(file: string, onBlock: (block: Buffer) => void): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const take = (part: Buffer): void => {
    length += part.length;
    if (length <= longestLine) parts.push(part);
    else parts = [];
  };
  for await (const chunk of createReadStream(file, { highWaterMark: blockSize }) as AsyncIterable<Buffer>) {
    onBlock(chunk);
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, end));
      const line = asLine(parts, length, number);
      if (line) yield line;
      [parts, length, number, start] = [[], 0, number + 1, end + 1];
    }
    take(chunk.subarray(start));
  }
  const last = asLine(parts, length, number);
  if (last) yield last;
}

function asLine(parts: readonly Buffer[], length: number, number: number): Line | undefined {
  if (length > longestLine) {
    return { number, error: `Expected a line of at most ${longestLine} bytes, but it has ${length}.` };
  }
  const bytes = Buffer.concat(parts);
  if (bytes.includes(0)) return { number, error: 'Expected a line of text, but it contains a NUL byte.' };
  try {
    // The decoder removes a byte order mark at the start.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
    return text === '' ? undefined : { number, text };
  } catch {
    return { number, error: 'Expected a line in UTF-8, but it contains invalid bytes.' };
  }
}
