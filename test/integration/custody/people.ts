import { expect, type TestContext } from 'vitest';
import { parcel, Rig } from './rig.ts';

export const DEPOSIT = { type: 'deposit', parcel } as const;
export const TAKE_OUT = { type: 'take-out', parcel, purpose: 'collect' } as const;
const { compartment } = parcel;

/** No incident that is open is raised again, and none is cleared that was not raised. */
export function expectEachIncidentOnce(trail: readonly string[]): void {
  const open = new Set<string>();
  for (const word of trail) {
    const code = word.slice(1);
    if (word.startsWith('+')) {
      expect(open, trail.join(' ')).not.toContain(code);
      open.add(code);
    }
    if (word.startsWith('-')) expect(open.delete(code), trail.join(' ')).toBe(true);
  }
}

/** `onTestFinished` of the test's own context: those beside it go on. */
export async function makeRig(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  options?: { infrared?: boolean },
): Promise<Rig> {
  const rig = await Rig.make(options);
  onTestFinished(() => rig.close());
  return rig;
}

/** What hands do, whether or not anybody watches: something in, and the door shut. */
export function putInAndShut({ locker }: Rig): void {
  locker.putItem(compartment);
  locker.closeDoor(compartment);
}

export function takeOutAndShut({ locker }: Rig): void {
  locker.takeItem(compartment);
  locker.closeDoor(compartment);
}

export async function sealIn(rig: Rig): Promise<void> {
  rig.send(DEPOSIT);
  await rig.until(() => rig.at.step === 'open', 'open');
  putInAndShut(rig);
  await rig.until(() => rig.at.step === 'sealed', 'sealed');
}

export const gone = (rig: Rig) => rig.until(() => !rig.alive, 'the power is cut');
export const isOpen = ({ locker }: Rig) => locker.compartments()[compartment - 1]?.door === 'open';

/** Goes on from wherever the restart has found it, as people would, until the parcel is sealed. */
export async function finishDeposit(rig: Rig): Promise<void> {
  if (rig.at.step === 'sealed') return;
  if (!isOpen(rig)) rig.send(DEPOSIT);
  await rig.until(() => rig.at.move?.phase === 'open', 'open');
  putInAndShut(rig);
  await rig.until(() => rig.at.step === 'sealed', 'sealed');
}

export async function finishTakingOut(rig: Rig): Promise<void> {
  if (rig.trail.includes('collected')) return;
  if (!isOpen(rig)) rig.send(TAKE_OUT);
  await rig.until(() => rig.at.move?.phase === 'open', 'open');
  takeOutAndShut(rig);
  await rig.until(() => rig.trail.includes('collected'), 'collected');
}
