import { bearsName } from '../../../contracts/device/profile.ts';

/** The part of a device's description that the choice needs. */
export interface CameraInfo {
  readonly deviceId: string;
  readonly label: string;
}

export interface CameraChoice {
  readonly face: CameraInfo;
  readonly document: CameraInfo;
}

function named(cameras: readonly CameraInfo[], labelPart: string): CameraInfo | undefined {
  if (labelPart === '') return undefined;
  // A whole label before a part of another's: 'Camera' is not 'Camera 2'.
  return cameras.find(({ label }) => label === labelPart) ?? cameras.find(({ label }) => bearsName(label, labelPart));
}

/**
 * Which camera looks at the citizen and which at the paper. A booth whose profile names no camera, or whose camera was
 * replaced by one of another make, still works: the first that is left takes the part; a single camera takes both.
 */
export function chooseCameras(
  cameras: readonly CameraInfo[],
  wanted: { readonly face: string; readonly document: string },
): CameraChoice | null {
  const [first] = cameras;
  if (!first) return null;
  const document = named(cameras, wanted.document);
  const face = named(cameras, wanted.face) ?? cameras.find((camera) => camera.deviceId !== document?.deviceId) ?? first;
  return { face, document: document ?? cameras.find((camera) => camera.deviceId !== face.deviceId) ?? face };
}
