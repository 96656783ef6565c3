/** How long each statement took recently, by its text, which holds no values. */

/** Statements that take longer on average are slow, in milliseconds. */
const shortMs = 10;
/** The weight of the latest run in the average: exponential smoothing. */
const latestWeight = 0.25;
/** How many texts are remembered; the one that has not run for longest is forgotten first. */
const mostTexts = 2_000;
/** Longer texts are not remembered and always count as slow: a client could fill the memory with them. In characters. */
const longestText = 10_000;

export class StatementTimes {
  /** Average times in milliseconds; the text that has not run for longest first. */
  private readonly averages = new Map<string, number>();

  /** Whether a statement has run and takes little time. One that has never run counts as slow. */
  isShort(text: string): boolean {
    const average = this.averages.get(text);
    return average !== undefined && average <= shortMs;
  }

  /**
   * Notes a run.
   * @param ms the time that it took on its own, see `SharedResource`
   * @param isComplete false if it was cancelled or failed: it would have taken longer, so this counts only above the average
   */
  note(text: string, ms: number, isComplete: boolean): void {
    const before = this.averages.get(text);
    if (text.length > longestText || (!isComplete && ms <= (before ?? Infinity))) return;
    if (before !== undefined) this.averages.delete(text);
    else if (this.averages.size >= mostTexts) this.averages.delete(this.averages.keys().next().value!);
    this.averages.set(text, before === undefined ? ms : before + (ms - before) * latestWeight);
  }
}
