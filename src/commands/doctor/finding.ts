/** What the doctor found. */

export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  readonly area: string;
  /** What should be so. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** What was found, and for what is not well, what to do. */
  readonly detail: string;
}

/** What one look gives: nothing more to say, or the verdict with what was seen. */
export type Seen = string | { readonly verdict: Verdict; readonly detail: string };

/** Something to look at; what is thrown is a failure with the text of the fault. */
export interface Check {
  readonly rule: string;
  readonly look: () => Seen | Promise<Seen>;
}

export const warning = (detail: string): Seen => ({ verdict: 'warning', detail });
export const failed = (detail: string): Seen => ({ verdict: 'failed', detail });
export const skipped = (detail: string): Seen => ({ verdict: 'skipped', detail });

/** Looks at one thing after the other. */
export async function examine(area: string, checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { rule, look } of checks) {
    const seen = await Promise.resolve()
      .then(look)
      .catch((fault: unknown) => failed(fault instanceof Error ? fault.message : String(fault)));
    findings.push({ area, rule, ...(typeof seen === 'string' ? { verdict: 'ok', detail: seen } : seen) });
  }
  return findings;
}

const marks: Record<Verdict, string> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

/** The card for people. */
export function cardOf(findings: readonly Finding[]): string {
  const areas = [...new Set(findings.map(({ area }) => area))];
  const width = Math.max(...findings.map(({ rule }) => rule.length));
  const lines = areas.flatMap((area) => [
    '',
    area,
    ...findings
      .filter((finding) => finding.area === area)
      .map(({ verdict, rule, detail }) => `  ${marks[verdict]} ${rule.padEnd(width)}  ${detail}`.trimEnd()),
  ]);
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const sum = `${count('ok')} well, ${count('warning')} to look at, ${count('failed')} failed, ${count('skipped')} left out`;
  return [...lines.slice(1), '', sum].join('\n');
}
