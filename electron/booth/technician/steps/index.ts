import type { StepName } from '../../../../contracts/technician/diagnostics.ts';
import { doorStep, lightsStep } from './door.ts';
import { lockerStep } from './locker.ts';
import { mediaSteps } from './media.ts';
import { printerStep } from './printer.ts';
import { cardStep, scannerStep } from './readers.ts';
import type { Step } from './step.ts';
import { machineStep, networkStep, upsStep } from './surroundings.ts';

const STEPS: readonly Step[] = [
  lockerStep,
  printerStep,
  scannerStep,
  cardStep,
  doorStep,
  lightsStep,
  ...mediaSteps,
  networkStep,
  upsStep,
  machineStep,
];

export function stepOf(name: StepName): Step {
  const found = STEPS.find((step) => step.name === name);
  if (!found) throw new Error(`no step ${name}`);
  return found;
}
