/**
 * Counts the bytes of an answer while it is written. Texts are shared in memory and copied only when the answer is sent: the
 * same body under thirty aliases takes its memory then.
 */
import { exceeded } from './exceeded.js';

/** Texts up to this length are nearly all ASCII, or too short to matter until the whole answer is counted. */
const shortText = 200;

/** The error of an answer that has become too large. */
export const answerTooLarge = (most: number, bytes: number, path: string) =>
  exceeded('answerBytes', most, bytes, ` It was reached at ${path}: ask for less of it, or in several requests.`);

export class AnswerSize {
  private bytes = 0;
  private path = '';

  /** @param most absent: no limit */
  constructor(private readonly most = Infinity) {}

  /** @throws LimitExceededError */
  add(bytes: number, path: string): void {
    this.bytes += bytes;
    this.path = path;
    if (this.bytes > this.most) throw answerTooLarge(this.most, this.bytes, path);
  }

  /** @throws LimitExceededError */
  addText(text: string, path: string): void {
    this.add(text.length <= shortText ? text.length : Buffer.byteLength(text), path);
  }

  /** Checks the complete answer. @throws LimitExceededError */
  checkWhole(text: string): void {
    // A UTF-16 unit is at most three bytes.
    if (text.length * 3 <= this.most) return;
    const bytes = Buffer.byteLength(text);
    if (bytes > this.most) throw answerTooLarge(this.most, bytes, this.path);
  }
}

/**
 * The same for a result of graphql-js, which references texts without copying them: counts it before it is serialized.
 * Bytes added by JSON escapes do not count.
 * @throws LimitExceededError
 */
export function checkSize(data: unknown, most: number): void {
  const size = new AnswerSize(most);
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'string') size.addText(value, path);
    else if (Array.isArray(value)) {
      size.add(value.length + 1, path);
      for (const item of value) visit(item, path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        const below = path === '' ? key : `${path}.${key}`;
        size.add(key.length + 4, below);
        visit(item, below);
      }
    } else size.add(4, path);
  };
  visit(data, '');
}
