import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { ChangeKind } from '../state/changes.ts';
import type { Part } from '../state/model.ts';
import type { TechnicianText } from '../text.ts';

/** Time of day when it was today, with the date when it was not; in the technician's own time zone. */
export function timeText(instant: string | number, language: string): string {
  const at = new Date(instant);
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
  const sameDay = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, sameDay ? time : { month: 'short', day: 'numeric', ...time }).format(at);
}

export function partOf(device: DeviceReport): Part {
  return device.class;
}

const SENSOR_WORDS = [
  'locked',
  'unlocked',
  'open',
  'closed',
  'present',
  'absent',
  'on',
  'off',
  'unknown',
  'full',
  'low',
  'out',
  'jammed',
  'ok',
  'error',
] as const;

/** A sensor's word in the language of the page; a word that is new to the page is shown as it came. */
export function sensorWord(t: TechnicianText, word: string): string {
  const known = SENSOR_WORDS.find((each) => each === word);
  return known === undefined ? word : t(`status.${known}`);
}

const SENSORS = ['lock', 'leaf', 'presence', 'lights', 'paper', 'cover', 'cutter'] as const;

export function sensorName(t: TechnicianText, sensor: string): string {
  const known = SENSORS.find((each) => each === sensor);
  return known === undefined ? sensor : t(`status.${known}`);
}

/** One line for a change. */
export function changeText(t: TechnicianText, change: ChangeKind): string {
  switch (change.kind) {
    case 'link':
      return t(change.online ? 'events.link.online' : 'events.link.offline');
    case 'visit':
      return t(change.active ? 'events.visit.on' : 'events.visit.off');
    case 'device-added':
      return t('events.device.added', { device: t(`part.${change.device.class}`) });
    case 'device-removed':
      return t('events.device.removed', { device: t(`part.${change.device.class}`) });
    case 'device-cleared':
      return t('events.device.cleared', { device: t(`part.${change.device.class}`) });
    case 'device-fault':
      return t('events.device.fault', { device: t(`part.${change.device.class}`), code: change.code });
    case 'device-state':
      return t('events.device.state', {
        device: t(`part.${change.device.class}`),
        from: t(`state.${change.from}`),
        to: t(`state.${change.to}`),
      });
    case 'device-status':
      return t('events.device.status', {
        device: t(`part.${change.device.class}`),
        what:
          change.compartment === undefined
            ? sensorName(t, change.sensor)
            : t('status.compartmentNumber', { number: change.compartment }),
        from: sensorWord(t, change.from),
        to: sensorWord(t, change.to),
      });
  }
}
