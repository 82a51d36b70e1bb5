import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DevtoolsSession, debugAddressIn, debugTargets } from './lib/devtools.ts';
import { type LiveScreen, startLiveScreen } from './live-screen.ts';

const page = 'data:text/html,<body style="margin:0;background:teal">';

let browser: ChildProcess;
let profile: string;
let debugAddress: string;
let screen: LiveScreen;

beforeAll(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'live-screen-'));
  browser = spawn(
    'chromium',
    ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, '--remote-debugging-port=0', page],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const { stderr } = browser;
  if (!stderr) throw new Error('chromium has no stderr');
  debugAddress = await new Promise((resolve) => {
    createInterface({ input: stderr }).on('line', (line) => {
      const address = debugAddressIn(line);
      if (address) resolve(address);
    });
  });
  screen = await startLiveScreen(debugAddress, 0);
});

afterAll(async () => {
  await screen.close();
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  browser.kill();
  await ended;
  rmSync(profile, { recursive: true, force: true });
});

test('shows the picture of the page and passes a touch to the place where it was made', async () => {
  const viewer = io(screen.url, { transports: ['websocket'] });
  const frame = await new Promise<{ jpeg: Buffer; width: number }>((resolve) => {
    viewer.on('frame', (received, shown) => {
      shown();
      resolve(received);
    });
  });
  expect(frame.jpeg.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  expect(frame.width).toBeGreaterThan(100);

  const target = (await debugTargets(debugAddress)).find(({ type }) => type === 'page');
  const session = await DevtoolsSession.open(target?.webSocketDebuggerUrl ?? '');
  const touched = session.send('Runtime.evaluate', {
    awaitPromise: true,
    expression: `new Promise((resolve) => addEventListener('touchstart', ({ touches: [t] }) => resolve(t.clientX + ' ' + t.clientY)))`,
  });
  viewer.emit('touch', { type: 'touchStart', points: [{ id: 1, x: 40, y: 60 }] });
  viewer.emit('touch', { type: 'touchEnd', points: [] });
  expect(await touched).toMatchObject({ result: { value: '40 60' } });
  session.close();
  viewer.close();
});

test('turns away pages of other origins', async () => {
  const stranger = io(screen.url, {
    transports: ['websocket'],
    extraHeaders: { origin: 'http://example.org' },
    reconnection: false,
  });
  const error = await new Promise<Error>((resolve) => stranger.on('connect_error', resolve));
  expect(error).toBeInstanceOf(Error);
  expect((await fetch(screen.url, { headers: { origin: 'http://example.org' } })).status).toBe(404);
  expect((await fetch(screen.url)).status).toBe(200);
});
