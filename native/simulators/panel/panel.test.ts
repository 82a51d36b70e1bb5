import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryCarrier } from '../carrier.ts';
import { type LockerSimulator, startSimulator, type UpsSimulator } from '../index.ts';
import { type Panel, startPanel } from './server.ts';
import type { PanelState } from './state.ts';

let locker: LockerSimulator;
let ups: UpsSimulator;
let panel: Panel;

beforeEach(async () => {
  locker = startSimulator<'kerong-cu16'>({
    driver: 'kerong-cu16',
    id: 'locker',
    address: 0,
    sizes: ['small', 'large'],
    hookBitSet: 'closed',
    infrared: true,
    unlockReply: 'none',
    pollMs: 100,
    carrier: createMemoryCarrier(),
  });
  ups = startSimulator<'megatec-ups'>({
    driver: 'megatec-ups',
    id: 'ups',
    pollMs: 1_000,
    carrier: createMemoryCarrier(),
  });
  panel = await startPanel([locker, ups], 0);
});

afterEach(async () => {
  await panel.close();
  await locker.close();
  await ups.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(new URL(path, panel.url), { method, headers }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const act = (line: string, headers: Record<string, string> = json) => ask('/act', headers, JSON.stringify({ line }));

/** States as the page gets them, until one is as wished. */
async function stateWhen(isWished: (state: PanelState) => boolean): Promise<PanelState> {
  const response = await fetch(new URL('/events', panel.url));
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error('the panel ended');
    text += decoder.decode(value, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    const wished = events.map((event): PanelState => JSON.parse(event.replace(/^data: /, ''))).find(isWished);
    if (!wished) continue;
    await reader.cancel();
    return wished;
  }
}

describe('the panel', () => {
  it('serves its page as scripts that a browser reads', async () => {
    expect(await ask('/')).toMatchObject({ status: 200, text: expect.stringContaining('panel.js') });
    const { text } = await ask('/booth.js');
    expect(text).toContain("from './dom.js'");
    expect(text).not.toContain('interface');
    expect(await ask('/../server.ts')).toMatchObject({ status: 404 });
    expect(await ask('/slip.png')).toMatchObject({ status: 404 });
  });

  it('does what a hand would do, and shows it', async () => {
    expect(await act('locker open 2')).toMatchObject({ status: 200 });
    expect(await act('locker put 2')).toMatchObject({ status: 200 });
    expect(await act('ups mains cut')).toMatchObject({ status: 200 });
    expect(ups.mains).toBe('failed');
    const state = await stateWhen(() => true);
    expect(state.machines[0]).toMatchObject({ compartments: [{ door: 'closed' }, { door: 'open', item: 'present' }] });
    expect(state.machines[1]).toMatchObject({ mains: 'failed' });
  });

  it('shows faults, cables and complaints as they come', async () => {
    const watched = stateWhen(({ machines }) => machines[0]?.plugged === false && machines[1]?.fault === 'noise');
    await act('locker unplug');
    await act('ups fault noise 5');
    expect((await watched).machines).toMatchObject([{ plugged: false }, { fault: 'noise' }]);
  });

  it('says in plain words what cannot be done', async () => {
    expect(await act('locker dance 1')).toMatchObject({ status: 400, text: expect.stringContaining('say one of') });
    expect(await act('toaster open 1')).toMatchObject({
      status: 400,
      text: expect.stringContaining('no device toaster'),
    });
    expect(await ask('/act', json, '{')).toMatchObject({ status: 400 });
    expect(await act('x'.repeat(9_000))).toMatchObject({ status: 400 });
  });

  it.each([
    ['another name that points here', { ...json, host: 'booth.example:80' }],
    ['a page of another origin', { ...json, origin: 'https://evil.example' }],
    ['another site, as the browser says', { ...json, 'sec-fetch-site': 'cross-site' }],
    ['a plain form', { 'content-type': 'text/plain' }],
  ])('obeys no request of %s', async (_, headers) => {
    expect(await act('locker open 1', headers)).toMatchObject({ status: 403 });
    expect(locker.compartments()[0]?.door).toBe('closed');
  });

  it.each(['/', '/events', '/panel.js'])('shows %s to no other name', async (path) => {
    expect(await ask(path, { host: 'booth.example' })).toMatchObject({ status: 403 });
  });

  it('takes a free port when the wanted one is held', async () => {
    const second = await startPanel([ups], Number(new URL(panel.url).port));
    expect(second.url).not.toBe(panel.url);
    await second.close();
  });
});
