import type { WaitChoice } from '../../../contracts/domain/call.ts';
import type { Settings } from './types.ts';

/** Other ways than waiting, by day and by night. */

export function alternatives({ night }: Settings, nowMs: number): readonly WaitChoice[] {
  return isNight(night, nowMs) ? ['message', 'call-back', 'appointment'] : ['call-back', 'appointment'];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function isNight({ fromHour, untilHour, utcOffsetMs }: Settings['night'], nowMs: number): boolean {
  const hour = ((nowMs + utcOffsetMs) % DAY_MS) / HOUR_MS;
  return fromHour > untilHour ? hour >= fromHour || hour < untilHour : hour >= fromHour && hour < untilHour;
}

/** When a message must be answered: counted from the end of the night, or from now by day. */
export function followUpDue({ night, followUpMs }: Settings, nowMs: number): number {
  if (!isNight(night, nowMs)) return nowMs + followUpMs;
  const sinceMidnightMs = (nowMs + night.utcOffsetMs) % DAY_MS;
  const untilMs = night.untilHour * HOUR_MS - sinceMidnightMs;
  return nowMs + (untilMs >= 0 ? untilMs : untilMs + DAY_MS) + followUpMs;
}
