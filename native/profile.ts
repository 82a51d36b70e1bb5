import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type BoothProfile, boothProfile } from '../contracts/device/profile.ts';
import { describeThrown, fail, type XiaowuError } from '../contracts/errors.ts';
import { err, ok, type Result } from '../contracts/result.ts';

export interface ProfileSource {
  /** `XIAOWU_PROFILE`: a name in `profilesDir`, or the path of a file (with a slash, or ending in `.json`). */
  readonly nameOrPath: string;
  /** Where shipped profiles are: `resources/profiles`. */
  readonly profilesDir: string;
  /** For ports that name an environment variable. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads, validates and resolves a booth's profile. Fails with `not_found` when there is no file and with `invalid_input`,
 * naming file and field or variable, when it cannot be used.
 */
export async function loadProfile(source: ProfileSource): Promise<Result<BoothProfile, XiaowuError>> {
  const { nameOrPath, profilesDir, env } = source;
  const isPath = /[\\/]/.test(nameOrPath) || nameOrPath.endsWith('.json');
  const path = isPath ? nameOrPath : join(profilesDir, `${nameOrPath}.json`);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    return err(fail('not_found', `profile ${path}: ${describeThrown(thrown)}`));
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (thrown) {
    return err(fail('invalid_input', `profile ${path} is no JSON: ${describeThrown(thrown)}`));
  }
  const parsed = boothProfile.safeParse(data);
  if (!parsed.success) return err(fail('invalid_input', `profile ${path}: ${z.prettifyError(parsed.error)}`));
  return resolve(parsed.data, path, env);
}

function resolve(profile: BoothProfile, path: string, env: ProfileSource['env']): Result<BoothProfile, XiaowuError> {
  const problems: string[] = [];
  const seenIds = new Set<string>();
  const seenPorts = new Map<string, string>();
  const devices = profile.devices.map((device) => {
    if (seenIds.has(device.id)) problems.push(`two devices are called ${device.id}`);
    seenIds.add(device.id);
    const variable = device.line.port.startsWith('$') ? device.line.port.slice(1) : null;
    const port = variable === null ? device.line.port : env[variable];
    if (!port) {
      problems.push(`set ${variable} to the port of ${device.id}`);
      return device;
    }
    const other = seenPorts.get(port);
    if (other) problems.push(`${other} and ${device.id} are both on ${port}`);
    seenPorts.set(port, device.id);
    return { ...device, line: { ...device.line, port } };
  });
  if (problems.length > 0) return err(fail('invalid_input', `profile ${path}: ${problems.join('; ')}`));
  return ok({ ...profile, devices });
}
