import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import { err, type Result } from '../../../contracts/result.ts';
import type { TechnicianView } from '../../../contracts/technician/calls.ts';
import type { TechnicianOutput, TechnicianPort } from '../../bench/port.ts';

/** The bench's way to this very booth, over IPC. */
export function createBridgePort(bridge: BoothBridge): TechnicianPort {
  const listeners = new Set<() => void>();
  let view: TechnicianView | null = null;
  const take = (next: TechnicianView | null) => {
    view = next;
    for (const listener of listeners) listener();
  };
  bridge.on('technician.view', (next) => {
    // Without a bench nobody looks, and what is kept would be old when somebody does.
    if (listeners.size > 0) take(next);
  });

  return {
    at: 'booth',
    displayName: null,
    getView: () => view,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        void bridge.call('technician.view', null).then((answer) => {
          if (answer.ok && view === null) take(answer.value);
        });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) view = null;
      };
    },
    onWire: (listener) => bridge.on('technician.wire', ({ frames }) => listener(frames)),
    async call(name, input) {
      try {
        const channel = `technician.${name}` as const;
        // The table of channels is made from the table of calls: name and shapes are the same.
        const answer: Result<unknown, XiaowuError> = await bridge.call(channel, input as never);
        return answer as Result<TechnicianOutput<typeof name>, XiaowuError>;
      } catch (thrown) {
        return err(fail('internal', String(thrown)));
      }
    },
  };
}
