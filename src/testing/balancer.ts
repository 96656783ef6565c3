/** A small load balancer: polls the readiness of its servers and sends each request once, to a ready one. */
import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Upstream {
  readonly origin: string;
  isReady: boolean;
}

export class Balancer {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;
  private upstreams: Upstream[] = [];
  private turn = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(pollEveryMs: number) {
    this.server = createServer((incoming, outgoing) => {
      const ready = this.upstreams.filter(({ isReady }) => isReady);
      const upstream = ready[(this.turn += 1) % Math.max(ready.length, 1)];
      if (!upstream) return void outgoing.writeHead(503).end('nobody is ready');
      const { method, headers, url } = incoming;
      const onward = request(upstream.origin + url!, { method, headers, agent: this.agent }, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      });
      // No retries, so that lost requests are visible.
      onward.on('error', (error) => outgoing.headersSent || outgoing.writeHead(502).end(error.message));
      incoming.pipe(onward);
    });
    this.timer = setInterval(() => void this.poll(), pollEveryMs);
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds a server; it gets requests as soon as it is ready. */
  async add(origin: string): Promise<void> {
    this.upstreams.push({ origin, isReady: false });
    await this.poll();
  }

  remove(origin: string): void {
    this.upstreams = this.upstreams.filter((upstream) => upstream.origin !== origin);
  }

  isReady = (origin: string): boolean => this.upstreams.some((one) => one.origin === origin && one.isReady);

  private poll = () =>
    Promise.all(
      this.upstreams.map(async (upstream) => {
        const answer = await fetch(`${upstream.origin}/readyz`, { headers: { connection: 'close' } }).catch(
          () => undefined,
        );
        upstream.isReady = answer?.status === 200;
      }),
    );

  close(): void {
    clearInterval(this.timer);
    this.agent.destroy();
    this.server.close();
    this.server.closeAllConnections();
  }
}
