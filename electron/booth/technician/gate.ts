import path from 'node:path';
import { verify } from '@node-rs/argon2';
import { z } from 'zod';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import { type TechnicianKey, type TechnicianPresence, technicianKey } from '../../../contracts/technician/mode.ts';
import type { Clock } from '../../../contracts/time.ts';
import type { Log } from '../log.ts';
import { readPrivateFile, writePrivateFile } from '../private-file.ts';
import { matchingStep } from './totp.ts';

/** So many slips of the finger cost nothing. */
const FREE_TRIES = 2;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Kept over restarts: turning the booth off and on must not make guessing faster, nor a used code good again. */
const gateFile = z.strictObject({
  technicians: z.array(technicianKey),
  failures: z.int().min(0),
  waitUntilMs: z.number(),
  usedSteps: z.record(z.string(), z.int()),
});
type GateMemory = z.infer<typeof gateFile>;
const EMPTY: GateMemory = { technicians: [], failures: 0, waitUntilMs: 0, usedSteps: {} };

/** Who may open this booth at its screen: PIN and one-time code, checked here, so also with the network down. */
export interface Gate {
  /** The hub's list replaces the known one; whoever is not on it any more stays outside. */
  learn(technicians: readonly TechnicianKey[]): void;
  /** `wrong_credentials`; `rate_limited` with the seconds to wait in its detail; `not_found` when nobody is known yet. */
  unlock(given: { pin: string; code: string }): Promise<Result<TechnicianPresence, XiaowuError>>;
}

/** `onRefused` hears of every wrong try. */
export function openGate(dataDir: string, clock: Clock, log: Log, onRefused: (failures: number) => void): Gate {
  const file = path.join(dataDir, 'technicians.json');
  const read = readPrivateFile(file, gateFile);
  if (!read.ok) log({ level: 'error', event: 'technicians.unreadable', error: read.error });
  let memory: GateMemory = (read.ok ? read.value : null) ?? EMPTY;
  let last: Promise<unknown> = Promise.resolve();

  const remember = (change: Partial<GateMemory>) => {
    memory = { ...memory, ...change };
    writePrivateFile(file, memory);
  };

  async function unlock({
    pin,
    code,
  }: {
    pin: string;
    code: string;
  }): Promise<Result<TechnicianPresence, XiaowuError>> {
    const waitMs = memory.waitUntilMs - clock.nowMs();
    if (waitMs > 0) return err(fail('rate_limited', String(Math.ceil(waitMs / 1000))));
    if (memory.technicians.length === 0) return err(fail('not_found', 'the hub has named no technician yet'));
    for (const { technicianId, displayName, pinHash, totpSecret } of memory.technicians) {
      const step = matchingStep(totpSecret, code, clock.nowMs(), memory.usedSteps[technicianId] ?? 0);
      if (step === null || !(await verify(pinHash, pin))) continue;
      remember({ failures: 0, waitUntilMs: 0, usedSteps: { ...memory.usedSteps, [technicianId]: step } });
      return ok({ technicianId, displayName, from: 'booth' });
    }
    refused();
    return err(fail('wrong_credentials'));
  }

  function refused(): void {
    const failures = memory.failures + 1;
    const over = failures - FREE_TRIES;
    const waitMs = over > 0 ? Math.min(FIRST_WAIT_MS * 2 ** (over - 1), LONGEST_WAIT_MS) : 0;
    remember({ failures, waitUntilMs: clock.nowMs() + waitMs });
    log({ level: 'warning', event: 'technician.refused', detail: `${failures} in a row` });
    onRefused(failures);
  }

  return {
    learn(technicians) {
      if (JSON.stringify(technicians) !== JSON.stringify(memory.technicians))
        remember({ technicians: [...technicians] });
    },
    // One after another: two tries at once must not share one wait.
    unlock(given) {
      const done = last.then(() => unlock(given));
      last = done;
      return done;
    },
  };
}
