import type { DeviceCapabilities, DeviceReport, DeviceStatus } from '../../contracts/device/device.ts';
import { healthOf } from './state/health.ts';
import type { TechnicianText } from './text.ts';

/** Time of day when it was today, with the date when it was not; in the technician's own time zone. */
export function timeText(instant: string | number, language: string): string {
  const at = new Date(instant);
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
  const sameDay = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, sameDay ? time : { month: 'short', day: 'numeric', ...time }).format(at);
}

/** A duration as somebody would say it: milliseconds while short, then seconds. */
export function durationText(t: TechnicianText, ms: number): string {
  return ms < 1000 ? t('unit.ms', { value: Math.round(ms) }) : t('unit.seconds', { value: (ms / 1000).toFixed(1) });
}

/** A device's state in one word. One that works and still asks for something is not said to be well. */
export function stateWord(t: TechnicianText, device: DeviceReport): string {
  const asks = device.state === 'online' && healthOf(device) === 'warn';
  return t(asks ? 'part.health.warn' : `state.${device.state}`);
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

/** Words that mean another thing at another sensor: `present` is somebody in the booth, a card on the reader, mains. */
const OWN_WORDS = {
  'mains.present': 'status.mainsPresent',
  'mains.failed': 'status.mainsFailed',
  'battery.ok': 'status.batteryOk',
  'battery.low': 'status.batteryLow',
  'card.present': 'status.cardPresent',
  'card.absent': 'status.cardAbsent',
  'item.present': 'status.itemPresent',
  'item.absent': 'status.itemAbsent',
  'item.unknown': 'status.itemUnknown',
  'card-kind.resident': 'cardKind.resident',
  'card-kind.hmt-residence': 'cardKind.hmt-residence',
  'card-kind.foreigner-2017': 'cardKind.foreigner-2017',
  'card-kind.foreigner-2023': 'cardKind.foreigner-2023',
  'slip.none': 'status.slipNone',
  'slip.presented': 'status.slipPresented',
} as const;

/** A sensor's word in the language of the page; a word that is new to the page is shown as it came. */
export function sensorWord(t: TechnicianText, sensor: string, word: string): string {
  const own = `${sensor}.${word}`;
  if (Object.hasOwn(OWN_WORDS, own)) return t(OWN_WORDS[own as keyof typeof OWN_WORDS]);
  const known = SENSOR_WORDS.find((each) => each === word);
  return known === undefined ? word : t(`status.${known}`);
}

const CHECKED = /^(ok|warning|failed|skipped): (.*)$/s;

/** The value of an evidence: a sensor's word, a check's outcome with what it measured, or a number as it came. */
export function evidenceValue(t: TechnicianText, name: string, value: string): string {
  const checked = CHECKED.exec(value);
  if (checked === null) return sensorWord(t, name, value);
  const [, outcome, detail] = checked as unknown as [string, 'ok' | 'warning' | 'failed' | 'skipped', string];
  return `${t(`check.outcome.${outcome}`)} · ${detail}`;
}

const SENSORS = [
  'lock',
  'leaf',
  'presence',
  'lights',
  'paper',
  'cover',
  'cutter',
  'slip',
  'card',
  'mains',
  'battery',
] as const;

export function sensorName(t: TechnicianText, sensor: string): string {
  const known = SENSORS.find((each) => each === sensor);
  return known === undefined ? sensor : t(`status.${known}`);
}

export type Row = readonly [name: string, value: string];

/** What the sensors of a device see, a row each. */
export function sensorRows(t: TechnicianText, status: DeviceStatus, language: string): readonly Row[] {
  const row = (sensor: string, word: string): Row => [sensorName(t, sensor), sensorWord(t, sensor, word)];
  const when = (instant: string | null) => (instant === null ? t('status.never') : timeText(instant, language));
  const measured = (value: number | null, unit: string) => (value === null ? t('status.unknown') : `${value} ${unit}`);
  switch (status.class) {
    case 'door':
      return (['lock', 'leaf', 'presence', 'lights'] as const).map((sensor) => row(sensor, status[sensor]));
    case 'printer':
      return (['paper', 'cover', 'cutter', 'slip'] as const).map((sensor) => row(sensor, status[sensor]));
    case 'scanner':
      return [[t('status.lastScan'), when(status.lastScanAt)]];
    case 'id-reader':
      return [row('card', status.card), [t('status.lastRead'), when(status.lastReadAt)]];
    case 'ups':
      return [
        row('mains', status.mains),
        row('battery', status.battery),
        [t('status.inputVolts'), measured(status.inputVolts, 'V')],
        [t('status.load'), measured(status.loadPercent, '%')],
        [t('status.batteryVolts'), measured(status.batteryVolts, 'V')],
        [t('status.temperature'), measured(status.temperatureC, '°C')],
      ];
    case 'locker': {
      const { compartments } = status;
      const count = (matches: (each: (typeof compartments)[number]) => boolean) => compartments.filter(matches).length;
      const open = count((each) => each.door === 'open');
      const unknown = count((each) => each.door === 'unknown');
      const items = count((each) => each.item === 'present');
      const words = [
        open > 0 && t('status.compartmentsOpen', { count: open }),
        unknown > 0 && t('status.compartmentsUnknown', { count: unknown }),
        open === 0 && unknown === 0 && t('status.compartmentsClosed'),
        items > 0 && t('status.items', { count: items }),
      ].filter((word) => word !== false);
      return [[t('status.compartments'), new Intl.ListFormat(language, { type: 'unit' }).format(words)]];
    }
  }
}

/** What a device can do, a row each; none where its class has nothing to choose. */
export function capabilityRows(t: TechnicianText, capabilities: DeviceCapabilities): readonly Row[] {
  const has = (value: boolean) => t(value ? 'capability.yes' : 'capability.no');
  switch (capabilities.class) {
    case 'locker': {
      const sizes = (['small', 'medium', 'large'] as const)
        .map((size) => [size, capabilities.sizes.filter((each) => each === size).length] as const)
        .filter(([, count]) => count > 0)
        .map(([size, count]) => t(`capability.size.${size}`, { count }));
      return [
        [t('capability.sizes'), sizes.join(' · ')],
        [t('capability.itemSensor'), has(capabilities.itemSensor)],
      ];
    }
    case 'printer':
      return [
        [t('capability.paperWidth'), `${capabilities.paperWidthMm} mm`],
        [t('capability.confirm'), t(`capability.confirmBy.${capabilities.confirm}`)],
        [t('capability.takenSensor'), has(capabilities.takenSensor)],
      ];
    case 'scanner':
      return [[t('capability.trigger'), has(capabilities.trigger)]];
    case 'door':
      return [
        [t('capability.presence'), has(capabilities.presence)],
        [t('capability.lights'), has(capabilities.lights)],
      ];
    case 'ups':
      return [[t('capability.selfTest'), has(capabilities.selfTest)]];
    case 'id-reader':
      return [];
  }
}
