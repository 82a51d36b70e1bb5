import { describe, expect, it } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import { createHubPort, type HubRequest, withBytes } from './hub-port.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const record = {
  id: ID,
  boothId: 'demo-booth-01',
  step: 'camera.face',
  target: null,
  by: { technicianId: 't', displayName: 'Demo', from: 'hub' },
  startedAt: '2026-01-31T08:00:00.000Z',
  durationMs: 10,
  outcome: 'passed',
  evidence: [],
  error: null,
  verdict: null,
};

function portWith(answer: (input: unknown) => unknown) {
  const asked: { name: string; input: unknown; timeoutMs: number | undefined }[] = [];
  const request = (async (name: string, input: unknown, timeoutMs?: number) => {
    asked.push({ name, input, timeoutMs });
    return answer(input);
  }) as unknown as HubRequest;
  return { port: createHubPort('demo-booth-01', 'Demo', request), asked };
}

describe('the way to a booth through the hub', () => {
  it('names booth and call, and waits longer for what waits for a person', async () => {
    const { port, asked } = portWith(() => ok({ record, picture: null }));
    await port.call('step.run', { step: 'camera.face', target: null });
    expect(asked).toEqual([
      {
        name: 'booth.call',
        input: { boothId: 'demo-booth-01', name: 'step.run', input: { step: 'camera.face', target: null } },
        timeoutMs: 120_000,
      },
    ]);
  });

  it('gives pictures as bytes, as they came from the socket', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const { port } = portWith(() => ok({ record, picture: { mimeType: 'image/png', bytes: bytes.buffer } }));
    const answer = await port.call('step.run', { step: 'camera.face', target: null });
    expect(answer.ok && answer.value.picture?.bytes).toEqual(bytes);
    expect(withBytes(new Uint8Array([4]))).toEqual(Uint8Array.of(4));
  });

  it('takes no answer that the table does not know', async () => {
    const { port } = portWith(() => ok({ anything: true }));
    const answer = await port.call('report.print', null);
    expect(answer.ok ? null : answer.error.code).toBe('invalid_output');
  });

  it('hands refusals on as they are', async () => {
    const { port } = portWith(() => err(fail('forbidden', 'not active')));
    expect(await port.call('step.cancel', null)).toEqual(err(fail('forbidden', 'not active')));
  });
});
