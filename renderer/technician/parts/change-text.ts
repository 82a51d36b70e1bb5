import type { TechnicianText } from '../../bench/text.ts';
import { sensorName, sensorWord } from '../../bench/words.ts';
import type { ChangeKind } from '../state/changes.ts';

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
        from: sensorWord(t, change.sensor, change.from),
        to: sensorWord(t, change.sensor, change.to),
      });
  }
}
