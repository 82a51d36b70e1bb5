import type { StepName } from '../../../contracts/technician/diagnostics.ts';

/** Parts of a booth that the drawing has, in the order of the keyboard. */
export const PARTS = [
  'face',
  'screen',
  'sound',
  'scanner',
  'locker',
  'document',
  'printer',
  'id-reader',
  'door',
  'ups',
] as const;
export type Part = (typeof PARTS)[number];

/** Each step belongs to one part, so that a tap on the part finds it. */
export const STEPS_OF_PART: Readonly<Record<Part, readonly StepName[]>> = {
  face: ['camera.face'],
  screen: ['touch', 'network', 'disk-and-clock'],
  sound: ['microphone', 'speaker'],
  scanner: ['scanner.code'],
  locker: ['locker.compartment'],
  document: ['camera.document'],
  printer: ['printer.page'],
  'id-reader': ['id-reader.card'],
  door: ['door.unlock', 'lights'],
  ups: ['ups'],
};

/** Steps that wait for a hand: they can be cancelled, and say what they wait for. */
export const WAITS_FOR_PERSON: ReadonlySet<StepName> = new Set([
  'locker.compartment',
  'scanner.code',
  'id-reader.card',
  'touch',
]);

/** All that may run while a citizen is inside, whoever agreed: nothing that sees, hears, opens, prints or asks for hands. */
export const ALLOWED_DURING_VISIT: ReadonlySet<StepName> = new Set(['network', 'disk-and-clock']);

/** Key of a step's texts: names hold dots, which part keys in the locale files. */
export type StepKey =
  | 'locker-compartment'
  | 'printer-page'
  | 'scanner-code'
  | 'id-reader-card'
  | 'door-unlock'
  | 'lights'
  | 'camera-face'
  | 'camera-document'
  | 'microphone'
  | 'speaker'
  | 'touch'
  | 'network'
  | 'ups'
  | 'disk-and-clock';

export function stepKey(step: StepName): StepKey {
  return step.replaceAll('.', '-') as StepKey;
}
