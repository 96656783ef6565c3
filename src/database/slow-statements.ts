/** Reports slow statements, optionally with their query plan. */
import { statementName } from './statement-names.js';
import type { PostgresServer } from './postgres-server.js';

export interface SlowStatement {
  /** Without values: these are bound parameters. */
  readonly text: string;
  readonly durationMs: number;
  /** The generic plan as `EXPLAIN` prints it, line by line. */
  readonly plan?: readonly string[];
}

export interface SlowStatementOptions {
  readonly fromMs: number;
  readonly withPlan: boolean;
  readonly onSlow: (slow: SlowStatement) => void;
}

/** On a slow database every statement is slow: each is explained once in this time, up to a limit. */
const explainAgainAfterMs = 60_000;
const maxExplained = 200;

export class SlowStatements {
  private readonly explainedAt = new Map<string, number>();

  constructor(
    private readonly server: PostgresServer,
    private readonly options: SlowStatementOptions,
  ) {}

  /** Reports a statement if it was slow. */
  consider(text: string, durationMs: number): void {
    if (durationMs < this.options.fromMs) return;
    const slow = { text: text.replace(/\s+/g, ' ').trim(), durationMs: Math.round(durationMs) };
    if (!this.options.withPlan || !this.mayExplain(text)) {
      this.options.onSlow(slow);
      return;
    }
    void this.explain(text).then(
      (plan) => this.options.onSlow({ ...slow, plan }),
      (error: Error) => this.options.onSlow({ ...slow, plan: [`No plan: ${error.message}`] }),
    );
  }

  private mayExplain(text: string): boolean {
    const now = Date.now();
    if (now - (this.explainedAt.get(text) ?? -Infinity) < explainAgainAfterMs) return false;
    if (this.explainedAt.size >= maxExplained) this.explainedAt.clear();
    this.explainedAt.set(text, now);
    return true;
  }

  /** Returns the generic plan, since a custom plan would reveal values. Nothing is executed. */
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
