import { describeThrown } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { MediaPart } from '../../../contracts/ipc/booth-function.ts';
import type { SelfCheckReport, SelfCheckResult, SelfCheckTrigger } from '../../../contracts/technician/self-check.ts';
import { type Clock, instantOf, type Timer } from '../../../contracts/time.ts';
import { bad, type Check, type CheckPorts, type Finding } from './check.ts';
import { createDevicesCheck } from './devices.ts';
import { machineCheck } from './machine.ts';
import { mediaChecks } from './media.ts';
import { bandwidthCheck, networkCheck } from './network.ts';

/** A part that does not answer for this long has failed; four media parts are measured one after another. */
const CHECK_DEADLINE_MS = 30_000;
const HOUR_MS = 3_600_000;
/** After the start devices need their first replies and the screen its cameras. */
const FIRST_AFTER_MS = 8_000;

export interface SelfCheckOptions {
  readonly boothId: string;
  readonly clock: Clock;
  readonly freshId: () => Id;
  readonly ports: CheckPorts;
  /** Takes every report: to be kept, sent, and acted on. */
  readonly onReport: (report: SelfCheckReport) => void;
}

export interface SelfCheck {
  /** Begins the checks at start and every hour. */
  start(): void;
  /** Runs now; of two that ask at once both get the same report. */
  run(trigger: SelfCheckTrigger): Promise<SelfCheckReport>;
  stop(): void;
}

export function createSelfCheck({ boothId, clock, freshId, ports, onReport }: SelfCheckOptions): SelfCheck {
  const checks: readonly Check[] = [createDevicesCheck(), ...mediaChecks, networkCheck, bandwidthCheck, machineCheck];
  let timer: Timer | null = null;
  let running: Promise<SelfCheckReport> | null = null;
  let isStopped = false;

  async function measure(trigger: SelfCheckTrigger): Promise<SelfCheckReport> {
    const startedMs = clock.nowMs();
    const at = instantOf(clock);
    const due = checks.filter(({ runsOn }) => runsOn.includes(trigger));
    const results = (await Promise.all(due.map((check) => runOne(check)))).flat();
    const report = { id: freshId(), boothId, trigger, at, durationMs: clock.nowMs() - startedMs, results };
    // What ends after the booth has no disk any more to be kept on.
    if (!isStopped) onReport(report);
    return report;
  }

  async function runOne(check: Check): Promise<SelfCheckResult[]> {
    const startedMs = clock.nowMs();
    let deadline: Timer | undefined;
    const late = new Promise<readonly Finding[]>((resolve) => {
      const finding = bad(check.name, 'timeout', `no finding within ${CHECK_DEADLINE_MS} ms`);
      deadline = clock.after(CHECK_DEADLINE_MS, () => resolve([finding]));
    });
    const found = check
      .run(ports)
      .catch((thrown): readonly Finding[] => [bad(check.name, 'internal', describeThrown(thrown))]);
    const findings = await Promise.race([found, late]);
    deadline?.cancel();
    const durationMs = clock.nowMs() - startedMs;
    return findings.map((finding) => ({ ...finding, durationMs }));
  }

  function run(trigger: SelfCheckTrigger): Promise<SelfCheckReport> {
    if (running) return running;
    const mine = measure(trigger).finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  }

  function later(afterMs: number, trigger: SelfCheckTrigger): void {
    timer = clock.after(afterMs, () => {
      void run(trigger);
      later(HOUR_MS, 'hourly');
    });
  }

  return {
    start: () => later(FIRST_AFTER_MS, 'start'),
    run,
    stop() {
      isStopped = true;
      timer?.cancel();
    },
  };
}

/** Parts of a call that are there and do not work, so that their functions are withdrawn. */
export function mediaFaultsOf(report: SelfCheckReport, before: readonly MediaPart[]): readonly MediaPart[] {
  const parts: readonly MediaPart[] = ['camera.face', 'camera.document', 'microphone'];
  return parts.filter((part) => {
    const result = report.results.find(({ name }) => name === part);
    // A part that was in use or not looked at stays as it was known.
    if (!result || result.outcome === 'skipped') return before.includes(part);
    return result.outcome === 'failed';
  });
}
