import { z } from 'zod';
import type { DeviceClass } from '../device/device.ts';

/** Functions of the booth; each needs devices, and is withdrawn with a reason when one is down. */
export const boothFunction = z.enum(['begin', 'door', 'call', 'papers', 'locker', 'print', 'scan', 'identity']);
export type BoothFunction = z.infer<typeof boothFunction>;

/** What a call or a paper needs besides devices on serial lines. */
export const mediaPart = z.enum(['camera.face', 'camera.document', 'microphone']);
export type MediaPart = z.infer<typeof mediaPart>;

export interface FunctionNeeds {
  readonly devices: readonly DeviceClass[];
  readonly media: readonly MediaPart[];
  readonly hub: boolean;
  /** Mains, or a battery that is not low. */
  readonly power: boolean;
}

/**
 * What each function needs. A call needs the microphone or the face camera, not both: `media` of `call` is what must not
 * all be missing. `begin` is the start of a new visit: nobody is let in on a battery that is running out.
 */
export const FUNCTION_NEEDS: Readonly<Record<BoothFunction, FunctionNeeds>> = {
  begin: { devices: [], media: [], hub: false, power: true },
  door: { devices: ['door'], media: [], hub: false, power: false },
  call: { devices: [], media: ['camera.face', 'microphone'], hub: true, power: false },
  papers: { devices: [], media: ['camera.document'], hub: true, power: false },
  locker: { devices: ['locker'], media: [], hub: false, power: false },
  print: { devices: ['printer'], media: [], hub: false, power: false },
  scan: { devices: ['scanner'], media: [], hub: false, power: false },
  identity: { devices: ['id-reader'], media: [], hub: false, power: false },
};
