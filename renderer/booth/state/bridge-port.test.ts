import { describe, expect, it, vi } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import { err, ok } from '../../../contracts/result.ts';
import { createDemoBooth } from '../../bench/testing/demo-booth.ts';
import { createBridgePort } from './bridge-port.ts';

const by = { technicianId: 't', displayName: 'Demo', from: 'booth' as const };
const view = createDemoBooth({ mode: { phase: 'inactive' }, by, nowMs: () => 0, picture: null }).view();

function bridgeWith(answer: (name: string) => unknown) {
  const listeners = new Map<string, (payload: unknown) => void>();
  const asked: string[] = [];
  const bridge = {
    async call(name: string) {
      asked.push(name);
      return answer(name);
    },
    on(name: string, listener: (payload: unknown) => void) {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  } as unknown as BoothBridge;
  return { bridge, asked, push: (name: string, payload: unknown) => listeners.get(name)?.(payload) };
}

describe('the way to this booth', () => {
  it('asks for the view when somebody begins to look, and forgets it when nobody does', async () => {
    const { bridge, asked, push } = bridgeWith(() => ok(view));
    const port = createBridgePort(bridge);
    push('technician.view', view);
    expect(port.getView()).toBeNull();
    const stop = port.subscribe(() => undefined);
    await vi.waitFor(() => expect(port.getView()).toBe(view));
    expect(asked).toEqual(['technician.view']);
    const later = { ...view, visitActive: true };
    push('technician.view', later);
    expect(port.getView()).toBe(later);
    stop();
    expect(port.getView()).toBeNull();
  });

  it('calls the channel of that name and hands refusals on', async () => {
    const { bridge, asked } = bridgeWith(() => err(fail('forbidden')));
    const port = createBridgePort(bridge);
    expect(await port.call('device.restart', { deviceId: 'locker' })).toEqual(err(fail('forbidden')));
    expect(asked).toEqual(['technician.device.restart']);
  });

  it('gives frames to whoever listens', () => {
    const { bridge, push } = bridgeWith(() => ok(null));
    const seen: unknown[] = [];
    createBridgePort(bridge).onWire((frames) => seen.push(...frames));
    push('technician.wire', { frames: [{ seq: 1 }] });
    expect(seen).toEqual([{ seq: 1 }]);
  });

  it('never rejects', async () => {
    const { bridge } = bridgeWith(() => {
      throw new Error('unknown channel');
    });
    const answer = await createBridgePort(bridge).call('view', null);
    expect(answer.ok ? null : answer.error.code).toBe('internal');
  });
});
