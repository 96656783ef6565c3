/** A TCP proxy between a client and PostgreSQL that simulates network failures. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type Mode = 'pass' | 'swallow';

export class NetProxy {
  /** Number of connections accepted since the start. */
  accepted = 0;
  private mode: Mode = 'pass';
  private latencyMs = 0;
  private readonly pairs = new Set<Pair>();
  private server: Server | undefined;
  private port = 0;

  private constructor(private target: URL) {}

  /** Starts a proxy for the server of a URL. */
  static async before(url: string): Promise<NetProxy> {
    const proxy = new NetProxy(new URL(url));
    await proxy.listen();
    return proxy;
  }

  /** The URL of the database through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.toString();
  }

  /** Delays all data by this time, in both directions. */
  delay(ms: number): void {
    this.latencyMs = ms;
  }

  /** Resets all connections. */
  reset(): void {
    for (const pair of this.pairs) pair.reset();
  }

  /** Drops all data silently, on old and new connections. */
  blackHole(): void {
    this.mode = 'swallow';
    for (const pair of this.pairs) pair.isSwallowed = true;
  }

  /** Closes the connections to the server only: the client is not notified and gets no response. */
  halfOpen(): void {
    for (const pair of this.pairs) pair.loseServer();
  }

  /** Stops listening and resets all connections, as when the database is stopped. */
  async refuse(): Promise<void> {
    this.reset();
    this.server?.close();
    if (this.server?.listening) await once(this.server, 'close');
    this.server = undefined;
  }

  /** Routes new connections to another server, as after a failover. */
  leadTo(url: string): void {
    this.target = new URL(url);
  }

  /** Lets new connections through again. Existing ones stay dead, as with a firewall that dropped their state. */
  async restore(): Promise<void> {
    this.mode = 'pass';
    this.latencyMs = 0;
    if (!this.server) await this.listen();
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  private async listen(): Promise<void> {
    this.server = createServer((client) => this.accept(client)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  private accept(client: Socket): void {
    this.accepted += 1;
    const server = connect(Number(this.target.port), this.target.hostname);
    const pair = new Pair(client, server, () => this.latencyMs);
    pair.isSwallowed = this.mode === 'swallow';
    this.pairs.add(pair);
    client.once('close', () => this.pairs.delete(pair));
  }
}

class Pair {
  isSwallowed = false;
  private hasLostServer = false;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly latencyMs: () => number,
  ) {
    this.forward(client, server);
    this.forward(server, client);
    client.on('error', () => undefined).once('close', () => server.destroy());
    server
      .on('error', () => undefined)
      .once('close', () => {
        if (!this.isSwallowed && !this.hasLostServer) client.destroy();
      });
  }

  private forward(from: Socket, to: Socket): void {
    const isLost = () => this.isSwallowed || this.hasLostServer;
    from.on('data', (data) => {
      if (isLost()) return;
      if (this.latencyMs() === 0) to.write(data);
      else setTimeout(() => void (isLost() || to.destroyed || to.write(data)), this.latencyMs());
    });
  }

  reset(): void {
    this.client.resetAndDestroy();
    this.server.destroy();
  }

  loseServer(): void {
    this.hasLostServer = true;
    this.server.destroy();
  }
}
