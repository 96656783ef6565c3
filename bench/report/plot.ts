/** Renders the results as a bar chart: for each query and server the requests per second, relative to the limit. */
import type { Results, ServerResult } from '../results';
import { ratioOf } from './markdown';

const colours: Record<string, string> = {
  graph: '#0b5cad',
  'graph-cached': '#7fb2e5',
  mercurius: '#c2571a',
  postgraphile: '#3d8a5f',
  ordinary: '#8a6d3b',
  limit: '#8c8c8c',
};

const width = 880;
const left = 60;
const barHeight = 13;
const groupGap = 14;
const top = 78;
/** Longer bars are cut off and labelled with their length. */
const longest = 3;
const unit = (width - left - 90) / longest;

export function plotOf({ queries, servers, options, machine }: Results): string {
  const base = servers.find(({ name }) => name === 'limit') ?? servers[0]!;
  const shown = servers.filter(({ name }) => name !== 'buffer');
  let y = top;
  const groups = queries.map(({ name, title }) => {
    const bars = shown.flatMap((server) => {
      const ratio = ratioOf(server, base, name);
      return ratio === undefined ? [] : [{ server, ratio }];
    });
    const group = groupOf(name, title, bars, y);
    y += (bars.length + 1) * barHeight + groupGap;
    return group;
  });
  const subtitle = `${options.items.toLocaleString('en')} news items, ${options.connections} connections, ${machine.cpus} CPUs`;
  const marks = [0.5, 1, 1.5, 2, 2.5, 3].map(
    (mark) =>
      `<line x1="${left + mark * unit}" x2="${left + mark * unit}" y1="${top - 8}" y2="${y}" stroke="${mark === 1 ? '#555' : '#ddd'}"/>` +
      `<text x="${left + mark * unit}" y="${y + 14}" text-anchor="middle" fill="#555">${mark}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 24}" viewBox="0 0 ${width} ${y + 24}" font-family="system-ui, sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${left}" y="22" font-size="15" font-weight="600">Requests a second, as a multiple of ${escaped(base.title)}</text>
<text x="${left}" y="38" fill="#555">${subtitle}</text>
${legend(shown)}
${marks.join('\n')}
${groups.join('\n')}
</svg>
`;
}

function groupOf(name: string, title: string, bars: readonly { server: ServerResult; ratio: number }[], y: number) {
  const heading = `<text x="${left - 8}" y="${y + 10}" text-anchor="end" font-weight="600">${name}</text><text x="${left}" y="${y + 10}" fill="#333" stroke="#fff" stroke-width="3" paint-order="stroke">${escaped(title)}</text>`;
  const lines = bars.map(({ server, ratio }, place) => {
    const barY = y + (place + 1) * barHeight;
    const length = Math.min(ratio, longest) * unit;
    const value = `${ratio.toFixed(2)}${ratio > longest ? ' →' : ''}`;
    return (
      `<rect x="${left}" y="${barY}" width="${length.toFixed(1)}" height="${barHeight - 2}" fill="${colours[server.name] ?? '#333'}"/>` +
      `<text x="${(left + length + 5).toFixed(1)}" y="${barY + 9}" fill="#333">${value}</text>`
    );
  });
  return [heading, ...lines].join('\n');
}

function legend(servers: readonly ServerResult[]): string {
  let x = left;
  return servers
    .map(({ name, title }) => {
      const entry =
        `<rect x="${x}" y="50" width="11" height="11" fill="${colours[name] ?? '#333'}"/>` +
        `<text x="${x + 15}" y="59.5" fill="#333">${escaped(title)}</text>`;
      x += 30 + title.length * 6;
      return entry;
    })
    .join('\n');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
