/**
 * Counts the statements that a server sends to PostgreSQL, by reading the protocol in a proxy. This works for every
 * server and needs no database extension. Loads are measured without it.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Messages that make PostgreSQL run a statement: Query of the simple protocol, Execute of the extended one. */
const running = new Set(['Q'.charCodeAt(0), 'E'.charCodeAt(0)]);

export interface StatementCounter {
  /** Pass it to the server instead of the URL of the database. */
  url: string;
  /** Number of statements so far. */
  count(): number;
  close(): Promise<void>;
}

export async function countStatements(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  let count = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const database = connect({ host: target.hostname, port: Number(target.port || 5432) });
    const reader = messageReader((type) => {
      if (running.has(type)) count += 1;
    });
    client.on('data', reader);
    client.pipe(database);
    database.pipe(client);
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      // The server or its driver reports the error; this closes both ends.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    count: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

/**
 * Reads the messages of a client, however they are split into chunks: a start-up message without a type, then messages
 * of a type (one byte), a length that counts itself (four bytes), and a body.
 */
export function messageReader(onMessage: (type: number) => void): (chunk: Buffer) => void {
  let started = false;
  /** The start of a header that is not complete yet. */
  let rest: Buffer = Buffer.alloc(0);
  /** Number of bytes of the body still to come. */
  let skip = 0;
  return (chunk) => {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    rest = Buffer.alloc(0);
    while (data.length > 0) {
      const skipped = Math.min(skip, data.length);
      data = data.subarray(skipped);
      skip -= skipped;
      const typeLength = started ? 1 : 0;
      if (data.length < typeLength + 4) {
        rest = Buffer.from(data);
        return;
      }
      if (started) onMessage(data[0]!);
      skip = typeLength + data.readUInt32BE(typeLength);
      started = true;
    }
  };
}
