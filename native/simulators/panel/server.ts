import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { describeThrown } from '../../../contracts/errors.ts';
import { FAULT_KINDS, LAYABLE, obey } from '../commands.ts';
import type { AnySimulator } from '../types.ts';
import { isOwn } from './own-page.ts';
import { machineState, type PanelState } from './state.ts';

/** Bytes come many times a second; nobody sees more than this. */
const SHOW_INTERVAL_MS = 100;
const MAX_LINE_BYTES = 5_000;

const PAGE = new URL('page/', import.meta.url);
const FILES: Readonly<Record<string, { file: string; type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/panel.css': { file: 'panel.css', type: 'text/css; charset=utf-8' },
  '/panel.js': { file: 'panel.ts', type: 'text/javascript; charset=utf-8' },
  '/booth.js': { file: 'booth.ts', type: 'text/javascript; charset=utf-8' },
  '/dom.js': { file: 'dom.ts', type: 'text/javascript; charset=utf-8' },
};
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

export interface Panel {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Development only: a page on which a person plays the machines by hand. Whoever reaches it opens the locker and lays cards,
 * so it listens on 127.0.0.1 alone and answers no page of another origin. `port` 0 takes a free one.
 */
export async function startPanel(simulators: readonly AnySimulator[], port: number): Promise<Panel> {
  const viewers = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | null = null;
  let ownPort = port;

  const state = (): PanelState => ({
    faultKinds: FAULT_KINDS,
    cards: LAYABLE,
    machines: simulators.map(machineState),
  });
  const event = () => `data: ${JSON.stringify(state())}\n\n`;
  const show = () => {
    timer = null;
    const now = event();
    for (const viewer of viewers) viewer.write(now);
  };
  const unsubscribes = simulators.map((simulator) =>
    simulator.onChange(() => {
      if (viewers.size > 0) timer ??= setTimeout(show, SHOW_INTERVAL_MS);
    }),
  );

  const http = createServer((request, response) => {
    if (!isOwn(request, ownPort)) return refuse(response, 403);
    const { pathname } = new URL(request.url ?? '/', 'http://panel');
    const asked = `${request.method} ${pathname}`;
    if (asked === 'POST /act') return void act(request, response);
    if (asked === 'GET /events') return watch(response);
    if (asked === 'GET /slip.png') return void sendSlip(response);
    const entry = request.method === 'GET' ? FILES[pathname] : undefined;
    return entry ? void sendFile(response, entry) : refuse(response, 404);
  });

  function refuse(response: ServerResponse, status: number): void {
    response.writeHead(status, HEADERS).end();
  }

  function watch(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    response.write(event());
    viewers.add(response);
    response.on('close', () => viewers.delete(response));
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await readLine(request)
      .then((line) => obey(line, simulators))
      .then(
        (value) => ({ ok: true, answer: value ?? null }),
        (thrown) => ({ ok: false, error: describeThrown(thrown) }),
      );
    response.writeHead(answer.ok ? 200 : 400, { ...HEADERS, 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  async function sendSlip(response: ServerResponse): Promise<void> {
    const printer = simulators.find((one) => one.class === 'printer');
    const slip = printer?.slips().at(-1);
    if (!slip) return refuse(response, 404);
    const png = await slip.png();
    response.writeHead(200, { ...HEADERS, 'content-type': 'image/png' }).end(png);
  }

  await listen(http, port);
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('the panel has no port');
  ownPort = address.port;

  return {
    url: `http://127.0.0.1:${ownPort}/`,
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      if (timer) clearTimeout(timer);
      for (const viewer of viewers) viewer.end();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Takes a free port when the wanted one is held: a second booth on the same machine has a panel too. */
async function listen(http: Server, port: number): Promise<void> {
  const tryPort = (one: number) =>
    new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(one, '127.0.0.1', () => {
        http.removeListener('error', reject);
        resolve();
      });
    });
  await tryPort(port).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EADDRINUSE') throw thrown;
    return tryPort(0);
  });
}

async function sendFile(response: ServerResponse, { file, type }: { file: string; type: string }): Promise<void> {
  const text = await readFile(new URL(file, PAGE), 'utf8');
  // Browsers read no types; the page's modules name each other by what they are served as.
  const body = file.endsWith('.ts')
    ? stripTypeScriptTypes(text).replaceAll(/from '(\.\/\w+)\.ts'/g, "from '$1.js'")
    : text;
  response.writeHead(200, { ...HEADERS, 'content-type': type }).end(body);
}

/** `{"line": "locker open 3"}`; throws in plain words otherwise. */
async function readLine(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > MAX_LINE_BYTES) throw new Error('too long');
  }
  const { line } = JSON.parse(body) as { line?: unknown };
  if (typeof line !== 'string') throw new Error('no line');
  return line;
}
