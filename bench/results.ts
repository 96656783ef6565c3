/** Results of a benchmark. */
import type { Measurement } from './measure/load';
import type { Options } from './options';

/** One query on one server. */
export interface Cell {
  /** Statements per request; for several inputs their mean. */
  statements: number;
  /** Loads at the usual number of connections, one for each round. */
  rounds: Measurement[];
  /** Load at many connections. */
  crowd: Measurement | undefined;
}

export interface ServerResult {
  name: string;
  title: string;
  /** By query, without the queries that the server does not support. */
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

/** The median; for an even count the mean of the two middle values. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.floor(middle)]!) / 2;
}

export const medianOf = (cell: Cell, field: keyof Measurement): number =>
  median(cell.rounds.map((round) => round[field]));
