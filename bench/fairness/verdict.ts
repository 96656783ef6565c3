/** What the scenario demands, and whether a phase fulfils it. */
import type { Visit } from './messages';

export interface Figures {
  /** Pages that were due. */
  due: number;
  /** Share of them that came, with all of their data. */
  answered: number;
  /** Of those that came, in milliseconds from when they were due. */
  p50: number;
  p95: number;
  p99: number;
}

export interface Attacked {
  alone: Figures;
  attacked: Figures;
  /** From 1 s after the attack ended. */
  after: Figures;
  peakMemoryMb: number;
  lives: boolean;
}

/** The requirements of issue 13. */
export const demands = { answered: 0.995, timesAlone: 3, memoryMb: 400 } as const;

/** The value below which this share of them lies: the nearest rank; NaN of none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** Of the visits that were due from `from` up to, but not, `until`. */
export function figuresOf(visits: readonly Visit[], from: number, until: number): Figures {
  const due = visits.filter((visit) => visit.due >= from && visit.due < until);
  const times = due.filter(({ answered }) => answered).map(({ ms }) => ms);
  times.sort((a, b) => a - b);
  return {
    due: due.length,
    answered: times.length / due.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}

/** The unmet demands as texts; empty if all are met. A value that could not be measured does not meet its demand. */
export function faultsOf({ alone, attacked, after, peakMemoryMb, lives }: Attacked): string[] {
  const faults: string[] = [];
  const demand = (kept: boolean, fault: string) => {
    if (!kept) faults.push(fault);
  };
  const longest = demands.timesAlone * alone.p95;
  demand(lives, 'the process died');
  demand(alone.answered >= demands.answered, `only ${percent(alone.answered)} answered without an attack`);
  demand(attacked.answered >= demands.answered, `only ${percent(attacked.answered)} answered`);
  demand(attacked.p95 <= longest, `p95 is ${(attacked.p95 / alone.p95).toFixed(1)} times that alone`);
  demand(peakMemoryMb <= demands.memoryMb, `memory rose to ${Math.round(peakMemoryMb)} MB`);
  demand(
    after.answered >= demands.answered && after.p95 <= longest,
    `no full service 1 s after: ${percent(after.answered)} answered, p95 ${Math.round(after.p95)} ms`,
  );
  return faults;
}

export const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
