import { fail } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import type { Port } from './port.ts';

interface End {
  data: Set<(bytes: Uint8Array) => void>;
  close: Set<(reason: string) => void>;
}

/** Two ports joined in memory: what one writes, the other gets. Closing either closes both. For tests. */
export function createMemoryPair(path = 'memory'): { host: Port; device: Port } {
  const ends: { host: End; device: End } = {
    host: { data: new Set(), close: new Set() },
    device: { data: new Set(), close: new Set() },
  };
  let closedBecause: string | null = null;

  const closeBoth = (reason: string) => {
    if (closedBecause !== null) return;
    closedBecause = reason;
    for (const end of [ends.host, ends.device]) {
      for (const listener of end.close) listener(reason);
      end.close.clear();
      end.data.clear();
    }
  };

  const makePort = (own: End, other: End): Port => ({
    path,
    async write(bytes) {
      if (closedBecause !== null) return err(fail('device_offline', `${path}: ${closedBecause}`));
      const copy = Uint8Array.from(bytes);
      for (const listener of other.data) listener(copy);
      return ok();
    },
    onData(listener) {
      own.data.add(listener);
      return () => own.data.delete(listener);
    },
    onClose(listener) {
      if (closedBecause !== null) listener(closedBecause);
      else own.close.add(listener);
      return () => own.close.delete(listener);
    },
    async close() {
      closeBoth('closed');
    },
  });

  return { host: makePort(ends.host, ends.device), device: makePort(ends.device, ends.host) };
}
