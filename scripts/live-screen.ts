import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { DevtoolsSession, debugTargets } from './lib/devtools.ts';
import { projectRoot } from './lib/project.ts';

/** The screen of a booth that restarts is looked for this often. */
const LOOK_AGAIN_MS = 500;
/** A portrait screen in full: text stays sharp on a large monitor. */
const MAX_PICTURE_PX = 1920;
const JPEG_QUALITY = 80;
/** A viewer that has not shown a picture in this time is not waited for. */
const SHOWN_TIMEOUT_MS = 1_000;

const touch = z.strictObject({
  type: z.enum(['touchStart', 'touchMove', 'touchEnd', 'touchCancel']),
  points: z
    .array(z.strictObject({ id: z.number().int(), x: z.number().min(0).max(10_000), y: z.number().min(0).max(10_000) }))
    .max(10),
});

const files: Readonly<Record<string, { file: string; type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/live-screen.js': { file: 'live-screen.js', type: 'text/javascript; charset=utf-8' },
};

interface Frame {
  readonly jpeg: Buffer;
  /** Of the page, in its own CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface LiveScreen {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Development only: shows a booth without a display on a page of loopback and passes touches to it, by way of Chromium's
 * debugging port. Whoever reaches the page controls the booth, so it never listens on anything but 127.0.0.1 and answers no
 * page of another origin.
 */
export async function startLiveScreen(debugAddress: string, port: number): Promise<LiveScreen> {
  const http = createServer((request, response) => {
    const entry = isOwn(request) ? files[request.url ?? ''] : undefined;
    if (!entry) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': entry.type, 'cache-control': 'no-store' });
    createReadStream(path.join(projectRoot, 'scripts/live-screen', entry.file)).pipe(response);
  });
  const sockets = new Server(http, {
    transports: ['websocket'],
    allowRequest: (request, decide) => decide(null, isOwn(request)),
  });
  const relay = new ScreenRelay(debugAddress, sockets);
  sockets.on('connection', (socket) => relay.welcome(socket));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('the live screen has no port');
  void relay.run();
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      relay.stop();
      await sockets.close();
    },
  };
}

/** Whether the request comes from our own page: neither another site's script nor a name that was made to point here. */
function isOwn({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(host)) return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}

class ScreenRelay {
  readonly #debugAddress: string;
  readonly #sockets: Server;
  #session: DevtoolsSession | undefined;
  #lastFrame: Frame | undefined;
  #stopped = false;

  constructor(debugAddress: string, sockets: Server) {
    this.#debugAddress = debugAddress;
    this.#sockets = sockets;
  }

  welcome(socket: Socket): void {
    if (this.#lastFrame) socket.emit('frame', this.#lastFrame, () => {});
    socket.on('touch', (input: unknown) => {
      const parsed = touch.safeParse(input);
      if (parsed.success) void this.#touch(parsed.data);
      else console.error(`live screen: a touch that makes no sense: ${z.prettifyError(parsed.error)}`);
    });
  }

  /** Follows the booth's page through crashes and restarts until stopped. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const session = await this.#attach().catch(() => undefined);
      if (session) await session.closed;
      this.#session = undefined;
      if (!this.#stopped) await wait(LOOK_AGAIN_MS);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#session?.close();
  }

  async #attach(): Promise<DevtoolsSession | undefined> {
    const target = (await debugTargets(this.#debugAddress)).find(({ type }) => type === 'page');
    if (!target) return undefined;
    const session = await DevtoolsSession.open(target.webSocketDebuggerUrl);
    session.on('Page.screencastFrame', (params) => void this.#relayFrame(session, params));
    await session.send('Page.enable');
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
    await session.send('Page.startScreencast', {
      format: 'jpeg',
      quality: JPEG_QUALITY,
      maxWidth: MAX_PICTURE_PX,
      maxHeight: MAX_PICTURE_PX,
    });
    this.#session = session;
    return session;
  }

  async #relayFrame(session: DevtoolsSession, params: Record<string, unknown>): Promise<void> {
    const { data, metadata, sessionId } = screencastFrame.parse(params);
    const frame = { jpeg: Buffer.from(data, 'base64'), width: metadata.deviceWidth, height: metadata.deviceHeight };
    this.#lastFrame = frame;
    // Chromium sends the next frame when this one is acknowledged: a slow viewer gets fewer frames, never late ones.
    await this.#sockets
      .timeout(SHOWN_TIMEOUT_MS)
      .emitWithAck('frame', frame)
      .catch(() => undefined);
    await session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  }

  async #touch({ type, points }: z.output<typeof touch>): Promise<void> {
    await this.#session
      ?.send('Input.dispatchTouchEvent', { type, touchPoints: points })
      .catch((error: Error) => console.error(`live screen: the touch did not arrive: ${error.message}`));
  }
}

const screencastFrame = z.object({
  data: z.string(),
  sessionId: z.number(),
  metadata: z.object({ deviceWidth: z.number(), deviceHeight: z.number() }),
});
