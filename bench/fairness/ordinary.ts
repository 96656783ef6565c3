/** The process of the ordinary clients: each opens pages at its own pace, whether or not those before have come. */
import { Agent, request } from 'node:http';
import { chanceOf } from '../seed/random';
import { runLoad } from './load-process';
import type { OrdinaryTask, Visit } from './messages';
import { pageOf } from './pages';

/** Nobody waits longer for a page. */
const patienceMs = 10_000;

runLoad(({ port, subjects, clients, pace }: OrdinaryTask) => {
  const visits: Visit[] = [];
  const open = new Set<Promise<void>>();
  let ended = false;
  for (let client = 0; client < clients; client += 1) {
    const localAddress = `127.0.0.${2 + client}`;
    const agent = new Agent({ keepAlive: true, localAddress });
    const chance = chanceOf(100 + client);
    const next = (due: number) => {
      setTimeout(() => {
        if (ended) return;
        const visit = fetchPage(agent, port, JSON.stringify(pageOf(chance, subjects)), client % 2 === 1).then(
          (fault) => {
            visits.push({
              due,
              ms: Date.now() - due,
              answered: fault === undefined,
              ...(fault !== undefined && { fault }),
            });
          },
        );
        open.add(visit);
        void visit.finally(() => open.delete(visit));
        // The next is due when it is due, even if this process was late.
        next(due + (1000 / pace) * (0.5 + chance.next()));
      }, due - Date.now());
    };
    next(Date.now() + (1000 / pace) * chance.next());
  }
  return async () => {
    ended = true;
    await Promise.all(open);
    return { visits };
  };
});

/** How much later than its headers a body comes, from every second client: not everybody sends both in one packet. */
const bodyDelayMs = 3;

/** Gives nothing if the page came with all of its data, else why not. */
function fetchPage(agent: Agent, port: number, body: string, inParts: boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(patienceMs),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('error', (fault) => resolve(reasonOf(fault)))
          .on('end', () => {
            resolve(faultOf(response.statusCode!, Buffer.concat(chunks).toString()));
          });
      },
    );
    asked.on('error', (fault) => resolve(reasonOf(fault)));
    if (!inParts) {
      asked.end(body);
      return;
    }
    asked.flushHeaders();
    setTimeout(() => asked.end(body), bodyDelayMs);
  });
}

const reasonOf = (fault: NodeJS.ErrnoException) =>
  fault.name === 'AbortError' || fault.name === 'TimeoutError' ? 'too late' : (fault.code ?? fault.name);

/** @returns the status, or `partial`, with what the first error says; undefined if all data are there */
function faultOf(status: number, text: string): string | undefined {
  const { data, errors } = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: readonly { message: string }[];
  };
  const isWhole = errors === undefined && !!data && Object.values(data).every((value) => value !== null);
  if (status === 200 && isWhole) return undefined;
  return `${status === 200 ? 'partial' : status}: ${errors?.[0]?.message.replace(/\d+/g, 'n') ?? 'no data'}`;
}
