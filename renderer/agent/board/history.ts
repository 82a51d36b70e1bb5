import type { BoardHour } from '../../../contracts/hub/agent.ts';
import { dayOf, dayPlus, hourOf, shortDay } from './days.ts';

/** Hours of departments, added up for charts and tables. */

export interface Figures {
  readonly asked: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Seconds; null when nobody was answered. */
  readonly meanWaitSeconds: number | null;
  /** Share, 0 to 1; null when nothing can be judged. */
  readonly serviceLevel: number | null;
  /** Seconds; null when no talk is over. */
  readonly meanTalkSeconds: number | null;
}

export interface Bucket extends Figures {
  /** What stands below the chart: an hour of the day, or a day. */
  readonly label: string;
}

export interface DepartmentFigures extends Figures {
  readonly departmentId: string;
}

export interface Range {
  /** The last day. */
  readonly day: string;
  readonly days: number;
}

/** The first day of a range: what the hub is asked for. */
export function firstDay({ day, days }: Range): string {
  return dayPlus(day, 1 - days);
}

/** Adds hours up; means weigh as much as what they are the mean of. */
export function sumUp(hours: readonly BoardHour[]): Figures {
  const sum = (of: (hour: BoardHour) => number) => hours.reduce((total, hour) => total + of(hour), 0);
  const mean = (of: (hour: BoardHour) => number | null, count: (hour: BoardHour) => number) => {
    const total = sum(count);
    return total === 0 ? null : sum((hour) => (of(hour) ?? 0) * count(hour)) / total;
  };
  return {
    asked: sum((hour) => hour.asked),
    answered: sum((hour) => hour.answered),
    abandoned: sum((hour) => hour.abandoned),
    meanWaitSeconds: mean(
      (hour) => hour.meanWaitSeconds,
      (hour) => hour.answered,
    ),
    serviceLevel: mean(
      (hour) => hour.serviceLevel,
      (hour) => hour.judged,
    ),
    meanTalkSeconds: mean(
      (hour) => hour.meanTalkSeconds,
      (hour) => hour.talked,
    ),
  };
}

/** The 24 hours of one day, or the days of a longer range; empty ones included, so that a gap looks like one. */
export function bucketsOf(hours: readonly BoardHour[], range: Range): Bucket[] {
  if (range.days === 1) {
    return Array.from({ length: 24 }, (_, hour) => ({
      label: String(hour).padStart(2, '0'),
      ...sumUp(hours.filter((one) => hourOf(one.hour) === hour)),
    }));
  }
  return Array.from({ length: range.days }, (_, index) => {
    const day = dayPlus(firstDay(range), index);
    return { label: shortDay(day), ...sumUp(hours.filter((one) => dayOf(one.hour) === day)) };
  });
}

/** What each department did in all these hours. */
export function departmentsOf(hours: readonly BoardHour[]): DepartmentFigures[] {
  const ids = [...new Set(hours.map((hour) => hour.departmentId))];
  return ids.map((departmentId) => ({
    departmentId,
    ...sumUp(hours.filter((hour) => hour.departmentId === departmentId)),
  }));
}
