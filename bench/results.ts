/** What a benchmark found out. */
import type { Measurement } from './measure/load';
import type { Options } from './options';

/** One query on one server. */
export interface Cell {
  /** Statements that a request costs; for several inputs their mean. */
  statements: number;
  /** At the usual number of connections, one for each round. */
  rounds: Measurement[];
  /** At many connections. */
  crowd: Measurement | undefined;
}

export interface ServerResult {
  name: string;
  title: string;
  /** By query; a query that the server has no answer to is missing. */
  cells: Record<string, Cell>;
  peakMemoryMb: number;
}

export interface Results {
  options: Options;
  machine: { cpus: number; cpu: string; node: string; postgres: string; date: string };
  queries: { name: string; title: string }[];
  /** Ours first. */
  servers: ServerResult[];
}

/** The middle of some numbers; of an even count the mean of the two middle ones. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.floor(middle)]!) / 2;
}

export const medianOf = (cell: Cell, field: keyof Measurement): number =>
  median(cell.rounds.map((round) => round[field]));
