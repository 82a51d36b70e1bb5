import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** What stands before several hubs: one address, and each new connection goes to the first hub in the list that takes it. */
export interface Balancer {
  readonly url: string;
  /** The hubs in the order in which they are tried. */
  targets: readonly string[];
  close(): Promise<void>;
}

export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    return socket;
  };
  const server = net.createServer((client) => {
    keep(client).on('error', () => client.destroy());
    const tryNext = ([next, ...rest]: readonly string[]) => {
      if (next === undefined) return client.destroy();
      const { hostname, port } = new URL(next);
      const hub = keep(net.connect(Number(port), hostname));
      hub.once('connect', () => {
        client.pipe(hub);
        hub.pipe(client);
        client.once('close', () => hub.destroy());
        hub.once('close', () => client.destroy());
      });
      hub.on('error', () => (hub.bytesWritten === 0 ? tryNext(rest) : client.destroy()));
    };
    tryNext(balancer.targets);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const balancer: Balancer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return balancer;
}
