import { NO_VISIT } from './state.ts';
import { DUTY_MS, EMPTY_SETTLE_MS } from './times.ts';
import type { Turn } from './turn.ts';

/**
 * While a visit's end is watched: the booth is empty when nobody is seen and the door is not open, for a moment long
 * enough that it is no flicker. Without sensors there is nothing to wait for.
 */
export function watchEmpty(turn: Turn): void {
  const { leaving, door } = turn.state;
  if (!leaving || leaving.empty) return;
  if (door.presence !== 'present' && door.leaf !== 'open') turn.timer('empty', EMPTY_SETTLE_MS);
  else turn.cancel('empty');
}

/** Nobody is here: welcome, in Chinese, with a fresh code. */
export function finishLeaving(turn: Turn): void {
  turn
    .patch({ ...NO_VISIT, leaving: null, language: 'zh-CN', checkin: null })
    .cancel('warning', 'door-retry', 'locker-shown', 'courier-shown', 'print-shown', 'goodbye', 'empty', 'empty-limit')
    .go('welcome');
  if (turn.state.online) turn.effect({ type: 'checkin.make' }).hub('duty.get', undefined, null).timer('duty', DUTY_MS);
}
