import { z } from 'zod';
import type { Agent, Booth } from '../../contracts/domain/people.ts';
import { fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { type TechnicianCallName, technicianCalls } from '../../contracts/technician/calls.ts';
import { technicianMode } from '../../contracts/technician/mode.ts';
import { mayServe } from '../auth/technicians.ts';
import type { AuditInput } from '../store/work.ts';
import type { HubParts } from './parts.ts';

/**
 * Most is answered at once; these wait for devices, papers or a person at the booth. A little shorter than the page waits
 * for the hub, so that the page hears why.
 */
const TIMEOUT_MS: Partial<Record<TechnicianCallName, number>> = {
  'step.run': 115_000,
  'mode.request': 85_000,
  'self-check.run': 85_000,
  'device.restart': 40_000,
  'device.calibrate': 55_000,
  'device.apply-calibration': 55_000,
  'profile.swap': 55_000,
  'report.pdf': 40_000,
  'report.print': 55_000,
};
const DEFAULT_TIMEOUT_MS = 10_000;

/** Nothing is done by them, and a page sends them all the time. */
const UNRECORDED: readonly TechnicianCallName[] = ['view', 'mode.touch'];

export interface RelayedCall {
  readonly agent: Agent;
  readonly booth: Booth;
  readonly name: TechnicianCallName;
  readonly input: unknown;
}

/**
 * Passes one of `technicianCalls` on to a booth, in the name of who is logged in. Input and answer are held against the
 * contract here too, so that neither end has to trust the other; whether the mode allows it is for the booth to say.
 */
export async function relayTechnicianCall(
  { store, outbox }: HubParts,
  { agent, booth, name, input }: RelayedCall,
): Promise<Result<unknown, XiaowuError>> {
  const actor = { kind: 'agent', id: agent.id } as const;
  const note = (entry: Pick<AuditInput, 'action' | 'disposition' | 'detail'>) =>
    store.write((work) => work.audit({ ...entry, actor, subject: booth.id }));

  if (name !== 'view' && !mayServe(agent, booth)) {
    await note({ action: 'technician.refused', disposition: 'failure', detail: `${name}: not of this region or role` });
    return err(fail('forbidden', 'not a technician of this region'));
  }
  const contract = technicianCalls[name];
  const checked = contract.input.safeParse(input);
  if (!checked.success) return err(fail('invalid_input', z.prettifyError(checked.error)));
  const by = { technicianId: agent.id, displayName: agent.displayName, from: 'hub' } as const;
  const given = { by, name, input: checked.data ?? null };
  const answer = await outbox.order(booth.id, 'technician.call', given, TIMEOUT_MS[name] ?? DEFAULT_TIMEOUT_MS);
  const result = answer.ok ? fitting(contract.output, name, answer.value) : answer;
  if (!UNRECORDED.includes(name)) {
    const action = actionOf(name, result);
    const disposition = result.ok ? 'success' : 'failure';
    await note({ action, disposition, detail: detailOf(name, checked.data, result) });
  }
  return result;
}

function fitting(output: z.ZodType, name: string, value: unknown): Result<unknown, XiaowuError> {
  const result = resultSchema(output).safeParse(ok(value));
  if (!result.success)
    return err(fail('invalid_output', `booth's answer to ${name}: ${z.prettifyError(result.error)}`));
  return result.data as Result<unknown, XiaowuError>;
}

function actionOf(name: TechnicianCallName, result: Result<unknown, XiaowuError>): AuditInput['action'] {
  if (!result.ok && result.error.code === 'forbidden') return 'technician.refused';
  return name === 'mode.request' || name === 'mode.exit' ? 'technician.mode' : 'technician.acted';
}

/** Inputs of these calls name steps, devices and profiles; none holds anything about a person. */
function detailOf(name: TechnicianCallName, input: unknown, result: Result<unknown, XiaowuError>): string {
  const words = Object.entries(input ?? {}).map(([key, value]) => `${key}=${value ?? ''}`);
  const mode = result.ok ? technicianMode.safeParse(result.value) : undefined;
  const end = result.ok ? (mode?.success ? `now ${mode.data.phase}` : 'done') : result.error.code;
  return `${[name, ...words].join(' ')}: ${end}`.slice(0, 500);
}
