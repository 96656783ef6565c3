/** Tells of statements that took long, if asked to with the plan that PostgreSQL makes for them. */
import { statementName } from './statement-names.js';
import type { PostgresServer } from './postgres-server.js';

export interface SlowStatement {
  /** Without values: these are sent apart from it. */
  readonly text: string;
  readonly durationMs: number;
  /** What `EXPLAIN` says, line by line, for any values rather than for those that were sent. */
  readonly plan?: readonly string[];
}

export interface SlowStatementOptions {
  readonly fromMs: number;
  readonly withPlan: boolean;
  readonly onSlow: (slow: SlowStatement) => void;
}

/** A database that is slow makes all statements slow: each is explained once in this time, and so many at most. */
const explainAgainAfterMs = 60_000;
const explainedKept = 200;

export class SlowStatements {
  private readonly explainedAt = new Map<string, number>();

  constructor(
    private readonly server: PostgresServer,
    private readonly options: SlowStatementOptions,
  ) {}

  /** Takes note of a statement that has ended. */
  consider(text: string, durationMs: number): void {
    if (durationMs < this.options.fromMs) return;
    const slow = { text: text.replace(/\s+/g, ' ').trim(), durationMs: Math.round(durationMs) };
    if (!this.options.withPlan || !this.mayExplain(text)) {
      this.options.onSlow(slow);
      return;
    }
    void this.explain(text).then(
      (plan) => this.options.onSlow({ ...slow, plan }),
      (fault: Error) => this.options.onSlow({ ...slow, plan: [`There is no plan: ${fault.message}`] }),
    );
  }

  private mayExplain(text: string): boolean {
    const now = Date.now();
    if (now - (this.explainedAt.get(text) ?? -Infinity) < explainAgainAfterMs) return false;
    if (this.explainedAt.size >= explainedKept) this.explainedAt.clear();
    this.explainedAt.set(text, now);
    return true;
  }

  /** The plan for any values: one for certain values would show them. Nothing is executed. */
  private explain(text: string): Promise<string[]> {
    const name = `explain_${statementName(text) ?? 'one'}`;
    return this.server.snapshot(async (send) => {
      await send('SET LOCAL plan_cache_mode = force_generic_plan');
      await send(`PREPARE "${name}" AS ${text}`);
      const [prepared] = await send<{ count: number }>(
        'SELECT cardinality(parameter_types) AS count FROM pg_prepared_statements WHERE name = $1',
        [name],
      );
      const nulls = Array.from({ length: prepared?.count ?? 0 }, () => 'NULL').join(', ');
      const lines = await send<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE "${name}"${nulls && `(${nulls})`}`);
      await send(`DEALLOCATE "${name}"`);
      return lines.map((line) => line['QUERY PLAN']);
    });
  }
}
