/** The outcome as lines of a table, and what goes on meanwhile. */
import type { Outcome } from './scenario';
import { percent, type Figures } from './verdict';

const widths = [12, 8, 10, 8, 8, 8, 9];
const cells = (...texts: string[]) =>
  texts.map((text, column) => (column < 2 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join('  ');
const ms = (value: number) => (Number.isNaN(value) ? '–' : String(Math.round(value)));

export const head = cells('attack', 'phase', 'answered', 'p50 ms', 'p95 ms', 'p99 ms', '× alone');

export function linesOf(outcome: Outcome): string[] {
  const { attack, alone, attacked, after, peakMemoryMb, lives, takings, refused, processors, faults } = outcome;
  const line = (name: string, phase: string, figures: Figures) => {
    const times = figures.p95 / alone.p95;
    return cells(
      name,
      phase,
      Number.isNaN(figures.answered) ? '–' : percent(figures.answered),
      ms(figures.p50),
      ms(figures.p95),
      ms(figures.p99),
      Number.isNaN(times) ? '–' : times.toFixed(1),
    );
  };
  const listOf = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, times]) => `${name}: ${times}`)
      .join(', ');
  return [
    line(attack, 'alone', alone),
    line('', 'attack', attacked),
    line('', 'after', after),
    `  memory ${ms(peakMemoryMb)} MB at most, the process ${lives ? 'lives' : 'died'}`,
    `  attackers got ${listOf(takings.answers) || 'no answer'}; ${(takings.bytes / 1e6).toFixed(1)} MB`,
    ...(Object.keys(refused).length > 0 ? [`  ordinary clients did not get: ${listOf(refused)}`] : []),
    `  processors: server ${processors.server.toFixed(2)}, attackers ${processors.attackers.toFixed(2)}, ordinary clients ${processors.ordinary.toFixed(2)}`,
    `  ${faults.length === 0 ? 'as demanded' : `NOT AS DEMANDED: ${faults.join('; ')}`}`,
  ];
}

/** A line on the terminal that is written over each second, with the time that is left. */
export function startProgress(seconds: number): { told: (step: string) => void; end: () => void } {
  if (!process.stderr.isTTY) return { told: () => undefined, end: () => undefined };
  const until = performance.now() + seconds * 1000;
  let step = '';
  const write = () => {
    const left = Math.max(0, Math.round((until - performance.now()) / 1000));
    process.stderr.write(`\r\u001b[K${step} (${left} s left)`);
  };
  const timer = setInterval(write, 1000);
  return {
    told: (next) => {
      step = next;
      write();
    },
    end: () => {
      clearInterval(timer);
      process.stderr.write('\r\u001b[K');
    },
  };
}
