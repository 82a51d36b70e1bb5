import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** A stretch of wire between a client and a server, in which a test may lose everything. */
export interface Line {
  /** The same address as the server's, by way of this line. */
  readonly url: string;
  /** Resolves when the client has said something and it was carried on. */
  said(): Promise<void>;
  /**
   * Nothing is carried any more and nothing is closed, as when a modem loses its network: neither end is told. Who connects
   * meanwhile is accepted and hears nothing.
   */
  freeze(): void;
  /** Carries new connections again. Those that were frozen stay silent, as behind a router that forgot them. */
  thaw(): void;
  /** Connections that began while the line was frozen. */
  attempts(): number;
  close(): Promise<void>;
}

/** @param target address of the server, `http://host:port` */
export async function layLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const open = new Set<net.Socket>();
  const frozen = new Set<net.Socket>();
  let isFrozen = false;
  let attempts = 0;
  let heard: (() => void)[] = [];

  const server = net.createServer((client) => {
    hold(client);
    if (isFrozen) {
      attempts++;
      return;
    }
    const upstream = net.connect(Number(port), hostname);
    hold(upstream);
    carry(client, upstream, () => {
      for (const tell of heard.splice(0)) tell();
    });
    carry(upstream, client);
  });

  function hold(socket: net.Socket): void {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  }

  /** A connection is frozen once and for all. */
  function carry(from: net.Socket, to: net.Socket, onData?: () => void): void {
    from.on('data', (bytes) => {
      if (!frozen.has(from)) to.write(bytes, onData);
    });
    from.on('close', () => {
      if (!frozen.has(from)) to.destroy();
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said: () =>
      new Promise((resolve) => {
        heard.push(resolve);
      }),
    freeze() {
      isFrozen = true;
      for (const socket of open) frozen.add(socket);
    },
    thaw() {
      isFrozen = false;
    },
    attempts: () => attempts,
    async close() {
      heard = [];
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
