import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { openTcpPort } from './tcp-port.ts';

let converter: Server;
let path: string;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  converter = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(converter, 'listening');
  path = `tcp://127.0.0.1:${(converter.address() as AddressInfo).port}`;
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  converter.close();
});

const open = () => openTcpPort({ path, baudRate: 9600 });

async function openBoth() {
  const accepted = once(converter, 'connection');
  const port = unwrap(await open());
  await accepted;
  return { port, far: sockets[0] as Socket };
}

describe('a port behind a converter', () => {
  it('carries every byte unchanged, both ways', async () => {
    const { port, far } = await openBoth();
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const heard = once(far, 'data');
    unwrap(await port.write(all));
    expect(Uint8Array.from((await heard)[0])).toEqual(all);
    const answer = new Promise<Uint8Array>((resolve) => port.onData(resolve));
    far.write(all);
    expect(Uint8Array.from(await answer)).toEqual(all);
    await port.close();
  });

  it('notices that the converter ended the connection', async () => {
    const { port, far } = await openBoth();
    const closed = new Promise<string>((resolve) => port.onClose(resolve));
    far.end();
    expect(await closed).toBe('the converter ended the connection');
    expect(await port.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { code: 'device_offline' } });
  });

  it('says once that it is closed, and closes twice in peace', async () => {
    const { port } = await openBoth();
    const reasons: string[] = [];
    port.onClose((reason) => reasons.push(reason));
    await port.close();
    await port.close();
    port.onClose((reason) => reasons.push(`late: ${reason}`));
    expect(reasons).toEqual(['closed', 'late: closed']);
  });

  it('is missing when nobody listens, and wrongly set when it is no address', async () => {
    converter.close();
    expect(await open()).toMatchObject({ ok: false, error: { code: 'device_missing' } });
    expect(await openTcpPort({ path: 'tcp://nowhere', baudRate: 9600 })).toMatchObject({
      ok: false,
      error: { code: 'device_error' },
    });
  });
});
