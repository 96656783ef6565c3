/** Renders the results as Markdown tables. */
import { medianOf, type Cell, type Results, type ServerResult } from '../results';

/** All measurements. */
export function markdownOf(results: Results): string {
  const { machine, options, servers } = results;
  const perQuery = (title: string, text: (cell: Cell, query: string) => string) =>
    `### ${title}\n\n${table(results, text)}\n`;
  return [
    `## ${options.items.toLocaleString('en')} news items, ${machine.date}`,
    `${conditions(results)} Medians of ${options.rounds} rounds of ${options.seconds} s.`,
    perQuery(`Requests a second at ${options.connections} connections`, rate),
    `### This server as a multiple of the others\n\n${ratios(results)}\n`,
    perQuery('SQL statements of a request', ({ statements }) => String(Number(statements.toFixed(1)))),
    perQuery('CPU of a request in the server + in PostgreSQL, ms', (cell) =>
      [medianOf(cell, 'serverCpu'), medianOf(cell, 'databaseCpu')].map(twoPlaces).join(' + '),
    ),
    perQuery(`Time of a request at ${options.connections} connections, p50 / p99 ms`, (cell) =>
      [medianOf(cell, 'p50'), medianOf(cell, 'p99')].map(onePlace).join(' / '),
    ),
    ...(options.crowd > 0
      ? [
          perQuery(`Time of a request at ${options.crowd} connections, p50 / p99 ms`, ({ crowd }) =>
            crowd ? [crowd.p50, crowd.p99].map(onePlace).join(' / ') : '',
          ),
        ]
      : []),
    ...failuresOf(results),
    `### Peak memory, MB\n\n${rowsOf([servers.map(({ title }) => title), servers.map(({ peakMemoryMb }) => peakMemoryMb.toFixed(0))])}`,
  ].join('\n\n');
}

/** The summary for the documentation: rates, ratios and cost. */
export function summaryOf(results: Results): string {
  return [
    `${conditions(results)} Requests a second:`,
    table(results, rate),
    'This server as a multiple of the others:',
    ratios(results),
    '![Requests a second of each server, as a multiple of the limit](benchmark.svg)',
    `Peak memory in MB: ${results.servers.map(({ title, peakMemoryMb }) => `${title} ${peakMemoryMb.toFixed(0)}`).join(', ')}.`,
  ].join('\n\n');
}

/** Failed requests: from a load beyond a server's capacity, or on a machine with other work. */
function failuresOf({ queries, servers }: Results): string[] {
  const lines = servers.flatMap(({ title, cells }) =>
    queries.flatMap(({ name }) => {
      const { rounds, crowd } = cells[name] ?? { rounds: [] };
      const failed = [...rounds, ...(crowd ? [crowd] : [])].reduce((sum, { failures }) => sum + failures, 0);
      return failed > 0 ? [`- ${title}, ${name}: ${failed}`] : [];
    }),
  );
  return lines.length > 0 ? [`### Requests that were refused or failed\n\n${lines.join('\n')}`] : [];
}

function conditions({ machine, options }: Results): string {
  return (
    `${options.items.toLocaleString('en')} news items, ${options.connections} connections, ${machine.cpus} CPUs ` +
    `(${machine.cpu}) shared by server, database and load; Node.js ${machine.node.slice(1)}, PostgreSQL ${machine.postgres}.`
  );
}

const rate = (cell: Cell) => Math.round(medianOf(cell, 'requestsPerSecond')).toLocaleString('en');
const onePlace = (value: number) => value.toFixed(1);
const twoPlaces = (value: number) => value.toFixed(2);

/** A row for each query, a column for each server. */
function table({ queries, servers }: Results, text: (cell: Cell, query: string) => string): string {
  const head = ['', ...servers.map(({ title }) => title)];
  const rows = queries.map(({ name, title }) => [
    `${name} ${title}`,
    ...servers.map(({ cells }) => (cells[name] ? text(cells[name], name) : 'n/a')),
  ]);
  return rowsOf([head, ...rows]);
}

/** The ratio of the first server's requests per second to those of each other server. */
function ratios({ queries, servers: [own, ...others] }: Results): string {
  const head = ['', ...others.map(({ title }) => title)];
  const rows = queries.map(({ name }) => [name, ...others.map((other) => times(ratioOf(own!, other, name)))]);
  return rowsOf([head, ...rows]);
}

export function ratioOf(one: ServerResult, other: ServerResult, query: string): number | undefined {
  const [a, b] = [one.cells[query], other.cells[query]];
  return a && b && medianOf(a, 'requestsPerSecond') / medianOf(b, 'requestsPerSecond');
}

const times = (ratio: number | undefined) => (ratio === undefined ? 'n/a' : ratio.toFixed(ratio < 10 ? 2 : 1));

function rowsOf([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head!), line(head!.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
