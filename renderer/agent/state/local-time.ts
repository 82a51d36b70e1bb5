/** Hours and minutes of an instant, where the agent is. */
export function clockText(instant: string): string {
  return new Date(instant).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** With seconds, for the record. */
export function exactClockText(instant: string): string {
  return new Date(instant).toLocaleTimeString('zh-CN', { hour12: false });
}

/** `m:ss` of a number of seconds. */
export function durationText(totalSeconds: number): string {
  return `${Math.floor(totalSeconds / 60)}:${String(totalSeconds % 60).padStart(2, '0')}`;
}
