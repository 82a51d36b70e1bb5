import type { boothIpcCalls, boothIpcPushes } from '../../contracts/ipc/booth.ts';

/**
 * Names of the channels that the booth's screen may use. Written out, not read from the contract, so that the preload
 * carries no schemas; a test compares the two.
 */
export const CALL_NAMES: readonly (keyof typeof boothIpcCalls)[] = [
  'booth.setup',
  'booth.state',
  'booth.intent',
  'call.signal',
  'call.first-frame',
  'still.deliver',
  'still.fail',
  'media.devices',
  'page.give',
  'pages.arrange',
  'paper.picture',
  'slip.preview',
  'probe.deliver',
  'form.keep',
  'form.kept',
  'form.open',
  'form.edit',
  'form.act',
  'form.look',
  'form.sign',
  'technician.unlock',
  'technician.view',
  'technician.mode.request',
  'technician.mode.exit',
  'technician.mode.touch',
  'technician.step.run',
  'technician.step.cancel',
  'technician.step.verdict',
  'technician.self-check.run',
  'technician.device.restart',
  'technician.device.calibrate',
  'technician.device.apply-calibration',
  'technician.profile.swap',
  'technician.cameras.choose',
  'technician.wire.watch',
  'technician.report.pdf',
  'technician.report.print',
];

export const PUSH_NAMES: readonly (keyof typeof boothIpcPushes)[] = [
  'booth.state',
  'call.signal',
  'form.changed',
  'form.presence',
  'still.take',
  'page.retake',
  'probe.take',
  'probe.cancel',
  'technician.view',
  'technician.wire',
];
