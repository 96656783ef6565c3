/** The process of the attackers, each with an address of its own. */
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { attacks, largePage, type Attack } from './attacks';
import { runLoad } from './load-process';
import type { AttackTask, Takings } from './messages';

runLoad((task: AttackTask) => {
  const takings: Takings = { answers: {}, bytes: 0 };
  const attack = attacks[task.attack]!;
  const ends: (() => void)[] = [];
  for (let attacker = 0; attacker < task.attackers; attacker += 1) {
    const address = `127.0.0.${100 + attacker}`;
    ends.push(
      attack.kind === 'requests'
        ? sendRequests(attack, task, address, attacker * 1_000_000, takings)
        : holdSockets(attack, task.port, address, attacker * 100, takings),
    );
  }
  return () => {
    for (const end of ends) end();
    return { takings };
  };
});

const count = (takings: Takings, answer: string) => (takings.answers[answer] = (takings.answers[answer] ?? 0) + 1);
const codeOf = (fault: Error) => (fault as NodeJS.ErrnoException).code ?? 'fault';

/** One request after the other on each connection, within the pace. */
function sendRequests(
  { bodies, connections }: Extract<Attack, { kind: 'requests' }>,
  { port, subjects, pace }: AttackTask,
  localAddress: string,
  firstTurn: number,
  takings: Takings,
): () => void {
  const agent = new Agent({ keepAlive: true, localAddress, maxSockets: connections });
  let turn = firstTurn;
  let ended = false;
  const send = () => {
    if (ended) return;
    const { contentType = 'application/json', ...asks } = bodies[turn % bodies.length]!(turn, subjects);
    const body = JSON.stringify(asks);
    turn += 1;
    // Rejections are immediate: without a pace, the attackers would use up the processors of this machine.
    const earliest = Date.now() + (1000 * connections) / pace;
    let counted = false;
    const answeredWith = (answer: string) => {
      if (counted || ended) return;
      counted = true;
      count(takings, answer);
      setTimeout(send, Math.max(1, earliest - Date.now()));
    };
    const asked = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': contentType, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response
          .on('data', (chunk: Buffer) => (takings.bytes += chunk.length))
          .on('error', (fault) => answeredWith(codeOf(fault)))
          .on('end', () => answeredWith(String(response.statusCode)));
      },
    );
    asked.on('error', (fault) => answeredWith(codeOf(fault)));
    asked.end(body);
  };
  for (let connection = 0; connection < connections; connection += 1) send();
  return () => {
    ended = true;
    agent.destroy();
  };
}

/** Connections that take or give as little as they can; one that is closed is opened again. */
function holdSockets(
  { connections, read, sendEveryMs }: Extract<Attack, { kind: 'sockets' }>,
  port: number,
  localAddress: string,
  firstTurn: number,
  takings: Takings,
): () => void {
  let turn = firstTurn;
  const sockets = new Set<Socket>();
  let ended = false;
  const open = () => {
    if (ended) return;
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    sockets.add(socket);
    const body = JSON.stringify({ query: largePage((turn += 1)) });
    const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`;
    let timer: NodeJS.Timeout | undefined;
    socket.once('connect', () => {
      if (sendEveryMs === undefined) {
        socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
        timer = setInterval(() => takeSome(socket, read?.bytes ?? 0, takings), read?.everyMs);
        return;
      }
      socket.write(`${head}content-length: 10000\r\n\r\n{`);
      timer = setInterval(() => socket.write(' '), sendEveryMs);
      socket.on('data', (chunk: Buffer) => {
        takings.bytes += chunk.length;
        count(takings, /^HTTP\/1\.1 (\d{3})/.exec(chunk.toString('latin1'))?.[1] ?? 'more');
      });
    });
    socket.on('error', (fault) => count(takings, codeOf(fault)));
    socket.once('close', () => {
      clearInterval(timer);
      sockets.delete(socket);
      if (!ended) count(takings, 'closed');
      setTimeout(open, 100);
    });
  };
  for (let connection = 0; connection < connections; connection += 1) open();
  return () => {
    ended = true;
    for (const socket of sockets) socket.destroy();
  };
}

/** Without a listener for `data` a socket reads until its buffer is full, and no more until something is taken. */
function takeSome(socket: Socket, bytes: number, takings: Takings): void {
  if (bytes === 0) return;
  const chunk = socket.read(bytes) as Buffer | null;
  takings.bytes += chunk?.length ?? 0;
}
