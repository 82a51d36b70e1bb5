import { fileURLToPath } from 'node:url';
import type Database from 'libsql';
import type { hostCalls } from '../../../contracts/device/host.ts';
import { fail } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import { err, ok, unwrap } from '../../../contracts/result.ts';
import type { TechnicianView } from '../../../contracts/technician/calls.ts';
import type { ProbeKind } from '../../../contracts/technician/probe.ts';
import { systemClock } from '../../../contracts/time.ts';
import type { MakeTechnician } from '../../../electron/booth/booth-core.ts';
import type { Log } from '../../../electron/booth/log.ts';
import type { Supervisor } from '../../../electron/booth/supervisor.ts';
import { openProfileChoice, type ProfileChoice } from '../../../electron/booth/technician/profile-choice.ts';
import { openRecordStore } from '../../../electron/booth/technician/records.ts';
import { createTechnicianService, type TechnicianService } from '../../../electron/booth/technician/service.ts';
import { HEALTHY_PROBES } from '../../fixtures/probes.ts';

interface PlainTechnicianOptions {
  readonly boothId: string;
  readonly dataDir: string;
  readonly hubUrl: string;
  readonly log: Log;
  readonly database: Database.Database;
  readonly env: Readonly<Record<string, string>>;
  readonly devices: Pick<Supervisor<typeof hostCalls>, 'call' | 'restart'>;
  readonly onView: (view: TechnicianView) => void;
}

/** The technician's part of a booth without a window: a screen that measures what a healthy one would. */
export async function plainTechnician(
  options: PlainTechnicianOptions,
): Promise<{ readonly profile: ProfileChoice; readonly makeTechnician: MakeTechnician }> {
  const { boothId, dataDir, hubUrl, log, database, env, devices, onView } = options;
  const profilesDir = fileURLToPath(new URL('../../../resources/profiles', import.meta.url));
  const profile = unwrap(
    await openProfileChoice({ dataDir, profilesDir, env, startedWith: 'demo' }, (error) => {
      throw new Error(error.detail);
    }),
  );
  const makeTechnician: MakeTechnician = (core) => {
    const service: TechnicianService = createTechnicianService(
      {
        boothId,
        version: 'test',
        dataDir,
        hubUrl,
        ca: null,
        clock: systemClock,
        log,
        records: openRecordStore(database),
        profile,
        devices,
        screen: {
          takeProbe: ({ requestId, kind }) => measure(service, requestId, kind),
          cancelProbe: () => undefined,
          technicianView: onView,
          technicianWire: () => undefined,
        },
        makePdf: async () => err(fail('internal', 'no window in this test')),
      },
      core,
    );
    return service;
  };
  return { profile, makeTechnician };
}

function measure(service: TechnicianService, requestId: Id, kind: ProbeKind): void {
  const reading = kind === 'touch' ? ({ kind: 'touch', cells: 9, touched: 9 } as const) : HEALTHY_PROBES[kind];
  queueMicrotask(() => void service.probes.delivered(requestId, ok(reading)));
}
