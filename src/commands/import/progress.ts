/** Shows the progress of an import: a line that is overwritten on a terminal, or lines of JSON for programs. */
import type { Progress } from '../../ingest/import/import-files.js';

const intervalMs = { people: 500, programs: 5_000 };

export class ImportProgress {
  private readonly startedAt = performance.now();
  private shownAt = this.startedAt;
  private isShown = false;

  /**
   * @param total bytes of all files
   * @param json whether to write JSON for programs
   */
  constructor(
    private readonly total: number,
    private readonly output: NodeJS.WriteStream,
    private readonly json: boolean,
  ) {}

  show(progress: Progress): void {
    const now = performance.now();
    if (now - this.shownAt < intervalMs[this.json ? 'programs' : 'people']) return;
    this.shownAt = now;
    const state = stateOf(progress, this.total, (now - this.startedAt) / 1_000);
    if (this.json) {
      this.output.write(`${JSON.stringify({ progress: state })}\n`);
    } else {
      this.clear();
      this.output.write(describe(state));
      this.isShown = true;
    }
  }

  /** Clears the line, so that other output can be written. */
  clear(): void {
    if (this.isShown) this.output.write('\r\u001b[K');
    this.isShown = false;
  }
}

/** Progress, speed and remaining whole seconds; null where not known yet. */
export function stateOf({ file, bytes, done }: Progress, total: number, seconds: number) {
  const share = total === 0 ? 1 : Math.min(1, bytes / total);
  return {
    file,
    done,
    percent: Math.round(share * 1_000) / 10,
    perSecond: seconds === 0 ? null : Math.round(done / seconds),
    secondsLeft: share === 0 ? null : Math.round((seconds / share) * (1 - share)),
  };
}

function describe({ file, done, percent, perSecond, secondsLeft }: ReturnType<typeof stateOf>): string {
  const left = secondsLeft === null ? '' : `, ${describeTime(secondsLeft)} left`;
  return `${percent.toFixed(1)} %, ${done} done, ${perSecond ?? 0} a second${left}: ${file}`;
}

function describeTime(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
