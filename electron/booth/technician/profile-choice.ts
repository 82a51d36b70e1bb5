import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type BoothProfile, deviceProfile } from '../../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { CameraPart } from '../../../contracts/technician/calls.ts';
import { loadProfile } from '../../../native/profile.ts';
import { readPrivateFile, writePrivateFile } from '../private-file.ts';

/** Setting → value, for one device of one profile. */
const overrides = z.record(z.string(), z.union([z.string(), z.number()]));
const choiceFile = z.strictObject({
  /** Null: what the booth was started with. */
  name: z.string().max(200).nullable(),
  /** Profile name → device id → what calibration found. */
  calibrated: z.record(z.string(), z.record(z.string(), overrides)),
  /** Labels of the cameras that a technician chose; these stand in the booth whatever its profile is called. */
  cameras: z
    .strictObject({ face: z.string().max(200).optional(), document: z.string().max(200).optional() })
    .default({}),
});
type Choice = z.infer<typeof choiceFile>;

export interface ProfileChoiceOptions {
  readonly dataDir: string;
  readonly profilesDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `XIAOWU_PROFILE`. */
  readonly startedWith: string;
}

/** Which profile the booth runs with: what it was started with, or what a technician chose, with what they calibrated. */
export interface ProfileChoice {
  readonly name: string;
  readonly profile: BoothProfile;
  /** Names that ship with the booth, and what it was started with. */
  available(): readonly string[];
  /** From now on this one; kept over a restart. Nothing changes when it cannot be used. */
  swap(name: string): Promise<Result<BoothProfile, XiaowuError>>;
  /** Cameras whose label counts instead of the profile's. */
  readonly chosenCameras: Readonly<Partial<Record<CameraPart, string>>>;
  /** Keeps which camera has this part; null: the profile's word counts again. */
  chooseCamera(part: CameraPart, label: string | null): Promise<Result<BoothProfile, XiaowuError>>;
  /** Keeps settings of a device beside the profile; `invalid_input` when the profile would not be valid with them. */
  calibrate(
    deviceId: string,
    settings: Readonly<Record<string, string | number>>,
  ): Promise<Result<BoothProfile, XiaowuError>>;
}

/**
 * Loads the profile that counts. A choice that cannot be used any more gives way to what the booth was started with, and
 * `onFallback` hears why: a booth comes up whatever was chosen. Fails when that cannot be used either.
 */
export async function openProfileChoice(
  options: ProfileChoiceOptions,
  onFallback: (error: XiaowuError) => void,
): Promise<Result<ProfileChoice, XiaowuError>> {
  const { dataDir, profilesDir, env, startedWith } = options;
  const file = path.join(dataDir, 'profile-choice.json');
  const load = async (name: string, choice: Choice): Promise<Result<BoothProfile, XiaowuError>> => {
    const loaded = await loadProfile({ nameOrPath: name, profilesDir, env });
    if (!loaded.ok) return loaded;
    const { cameras } = choice;
    return withCalibration(
      { ...loaded.value, cameras: { ...loaded.value.cameras, ...cameras } },
      choice.calibrated[name] ?? {},
    );
  };

  const read = readPrivateFile(file, choiceFile);
  if (!read.ok) onFallback(read.error);
  let choice: Choice = (read.ok ? read.value : null) ?? { name: null, calibrated: {}, cameras: {} };
  let name = choice.name ?? startedWith;
  let loaded = await load(name, choice);
  if (!loaded.ok && (choice.name !== null || Object.keys(choice.calibrated).length > 0)) {
    onFallback(loaded.error);
    name = startedWith;
    loaded = await load(name, { name: null, calibrated: {}, cameras: choice.cameras });
  }
  if (!loaded.ok) return loaded;
  let profile = loaded.value;

  async function take(next: Choice): Promise<Result<BoothProfile, XiaowuError>> {
    const nextName = next.name ?? startedWith;
    const tried = await load(nextName, next);
    if (!tried.ok) return tried;
    writePrivateFile(file, next);
    choice = next;
    name = nextName;
    profile = tried.value;
    return tried;
  }

  return ok({
    get name() {
      return name;
    },
    get profile() {
      return profile;
    },
    available() {
      const shipped = readdirSync(profilesDir)
        // The examples show one board each; no booth could work with one of them.
        .filter((entry) => entry.endsWith('.json') && !entry.startsWith('example-'))
        .map((entry) => entry.slice(0, -'.json'.length));
      return [...new Set([startedWith, ...shipped])].sort();
    },
    get chosenCameras() {
      return choice.cameras;
    },
    chooseCamera(part, label) {
      const { [part]: _before, ...other } = choice.cameras;
      return take({ ...choice, cameras: label === null ? other : { ...other, [part]: label } });
    },
    swap: (wanted) => take({ ...choice, name: wanted === startedWith ? null : wanted }),
    calibrate: (deviceId, settings) => {
      const ofProfile = choice.calibrated[name] ?? {};
      const ofDevice = { ...ofProfile[deviceId], ...settings };
      return take({ ...choice, calibrated: { ...choice.calibrated, [name]: { ...ofProfile, [deviceId]: ofDevice } } });
    },
  });
}

function withCalibration(
  profile: BoothProfile,
  calibrated: Readonly<Record<string, z.infer<typeof overrides>>>,
): Result<BoothProfile, XiaowuError> {
  const devices: BoothProfile['devices'] = [];
  for (const device of profile.devices) {
    const merged = deviceProfile.safeParse({ ...device, ...calibrated[device.id] });
    if (!merged.success) return err(fail('invalid_input', `${device.id}: ${z.prettifyError(merged.error)}`));
    devices.push(merged.data);
  }
  return ok({ ...profile, devices });
}
