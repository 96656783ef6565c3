/** Findings of the doctor. */

export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  readonly area: string;
  /** The expected state. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** The observed state and, for a violation, what to do. */
  readonly detail: string;
}

/** The result of a check: a detail if it passed, or a verdict with a detail. */
export type Seen = string | { readonly verdict: Verdict; readonly detail: string };

/** Something to look at; what is thrown is a failure with the text of the error. */
export interface Check {
  readonly rule: string;
  readonly look: () => Seen | Promise<Seen>;
  /** Whether it fails on a graph without content. */
  readonly needsContent?: true;
}

export const warning = (detail: string): Seen => ({ verdict: 'warning', detail });
export const failed = (detail: string): Seen => ({ verdict: 'failed', detail });
export const skipped = (detail: string): Seen => ({ verdict: 'skipped', detail });

/** The checks for a graph without content: those that need it are skipped. */
export const withoutContent = (checks: readonly Check[]): Check[] =>
  checks.map((check) => (check.needsContent ? { ...check, look: () => skipped('there is no content yet') } : check));

/** Runs the checks in order. */
export async function examine(area: string, checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { rule, look } of checks) {
    const seen = await Promise.resolve()
      .then(look)
      .catch((error: unknown) => failed(error instanceof Error ? error.message : String(error)));
    findings.push({ area, rule, ...(typeof seen === 'string' ? { verdict: 'ok', detail: seen } : seen) });
  }
  return findings;
}

const marks: Record<Verdict, string> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

/** Formats the findings as text. */
export function formatFindings(findings: readonly Finding[]): string {
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
  const sum = `${count('ok')} passed, ${count('warning')} warnings, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...lines.slice(1), '', sum].join('\n');
}
