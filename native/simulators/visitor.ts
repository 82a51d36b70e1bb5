import type { Clock } from '../../contracts/time.ts';
import type { DoorSimulator, LockerSimulator, PrinterSimulator } from './types.ts';

/** How long a calm person takes, in milliseconds. */
const PACE = {
  pullDoor: 1_200,
  stepIn: 1_200,
  doorFallsShut: 2_000,
  putItem: 3_000,
  closeCompartment: 3_500,
  leaveAfterSlip: 60_000,
} as const;

export interface VisitorOptions {
  readonly clock: Clock;
  readonly door?: DoorSimulator;
  readonly locker?: LockerSimulator;
  readonly printer?: PrinterSimulator;
  /** Any of the times, for a visitor in a hurry. */
  readonly pace?: Partial<Record<keyof typeof PACE, number>>;
}

export interface Visitor {
  stop(): void;
}

/**
 * A scripted person: pulls the door when it is released, steps in and lets it fall shut; puts something into every
 * compartment that springs open and closes it; takes the slip and leaves a while later.
 */
export function startVisitor({ clock, door, locker, printer, pace }: VisitorOptions): Visitor {
  const times = { ...PACE, ...pace };
  const stops: (() => void)[] = [];
  let stopped = false;
  const after = (delayMs: number, act: () => void) => {
    clock.after(delayMs, () => {
      if (!stopped) act();
    });
  };

  if (door) {
    let coming = false;
    const look = () => {
      if (coming || door.lock !== 'unlocked' || door.presence === 'present') return;
      coming = true;
      after(times.pullDoor, () => {
        if (!door.openLeaf()) {
          coming = false;
          return;
        }
        after(times.stepIn, () => {
          if (door.leaf === 'open') door.enter();
          after(times.doorFallsShut, () => {
            door.closeLeaf();
            coming = false;
          });
        });
      });
    };
    stops.push(door.onChange(look));
  }

  if (locker) {
    const busy = new Set<number>();
    let pulsesSeen = locker.pulses.length;
    const look = () => {
      for (; pulsesSeen < locker.pulses.length; pulsesSeen++) {
        const compartment = locker.pulses[pulsesSeen] ?? 0;
        const isOpen = () => locker.compartments()[compartment - 1]?.door === 'open';
        if (busy.has(compartment) || !isOpen()) continue;
        busy.add(compartment);
        after(times.putItem, () => {
          if (isOpen()) locker.putItem(compartment);
          after(times.closeCompartment, () => {
            locker.closeDoor(compartment);
            busy.delete(compartment);
          });
        });
      }
    };
    stops.push(locker.onChange(look));
  }

  if (printer) {
    let slipsSeen = printer.slips().length;
    stops.push(
      printer.onChange(() => {
        if (printer.slips().length === slipsSeen) return;
        slipsSeen = printer.slips().length;
        printer.tear();
        after(times.leaveAfterSlip, () => {
          if (door?.presence === 'present') door.leave();
        });
      }),
    );
  }

  return {
    stop() {
      stopped = true;
      for (const stop of stops) stop();
    },
  };
}
