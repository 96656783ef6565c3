/** Messages between the processes of the scenario. */

/** Nodes of the database that requests name. */
export interface Subjects {
  newsItems: readonly string[];
  countries: readonly string[];
  offices: readonly string[];
  /** Ids of countries and fields of work, for paths. */
  ends: readonly string[];
}

export interface Task {
  port: number;
  subjects: Subjects;
  /** After so many seconds the process ends, whatever its parent does. */
  longestSeconds: number;
}

export interface OrdinaryTask extends Task {
  clients: number;
  /** Pages that each client opens in a second. */
  pace: number;
}

export interface AttackTask extends Task {
  attack: string;
  attackers: number;
  /** The most requests that each attacker begins in a second. */
  pace: number;
}

/** One page that an ordinary client asked for. */
export interface Visit {
  /** When it was due, in milliseconds since 1970. */
  due: number;
  /** From then until the last byte of the answer. */
  ms: number;
  /** 200 with all of its data. */
  answered: boolean;
  /** The reason if not answered: the status, `partial`, or the error code. */
  fault?: string;
}

/** What attackers received: statuses, or the error code if there was no answer. */
export interface Takings {
  answers: Record<string, number>;
  bytes: number;
}

/** Last message of a process that makes load. */
export interface Ended {
  cpuMs: number;
  visits?: readonly Visit[];
  takings?: Takings;
}
