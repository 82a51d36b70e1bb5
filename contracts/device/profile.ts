import { z } from 'zod';
import { deviceProfile } from './drivers.ts';

export { type DeviceProfile, type DriverName, deviceProfile, type ProfileOf } from './drivers.ts';

/** A booth's profile file, `resources/profiles/*.json`. */
export const boothProfile = z.strictObject({
  name: z.string().min(1).max(60),
  screen: z.strictObject({
    widthPx: z.int().min(320).max(7680),
    heightPx: z.int().min(320).max(7680),
    /** Pixels per millimetre of the real screen: all sizes on screen follow from it. */
    pxPerMm: z.number().min(1).max(20),
    fullscreen: z.boolean(),
  }),
  cameras: z.strictObject({
    /** Part of the label of the camera that looks at the citizen; empty takes the first camera. */
    face: z.string().max(100),
    /** Part of the label of the document camera. */
    document: z.string().max(100),
  }),
  devices: z.array(deviceProfile).max(20),
});
export type BoothProfile = z.infer<typeof boothProfile>;

/** Whether a camera's label bears the name that is looked for, in capitals or not; nothing looked for is any camera. */
export function bearsName(label: string, wanted: string): boolean {
  return label.toLowerCase().includes(wanted.toLowerCase());
}
