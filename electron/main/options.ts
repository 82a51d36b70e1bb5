import path from 'node:path';
import { z } from 'zod';
import { slug } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';

/** How a booth is started; each comes from an environment variable or a flag of the same meaning, the flag wins. */
export interface BoothOptions {
  /** Origin of the hub, without a trailing slash. */
  readonly hubUrl: string;
  /** Name in `resources/profiles`, or a path. */
  readonly profile: string;
  readonly boothId: string;
  /** Where identity, journal and Chromium's own files lie; absolute. */
  readonly dataDir: string;
  /** PEM file of the authority that signed the hub's certificate. */
  readonly hubCa: string | null;
  readonly development: boolean;
  /** Chromium's invented cameras and microphones; development only. */
  readonly fakeMedia: boolean;
  /** Film (`.mjpeg` or `.y4m`) that the invented camera plays. */
  readonly fakeCamera: string | null;
}

const FLAGS: Readonly<Record<string, string>> = {
  '--hub-url': 'HUB_URL',
  '--profile': 'XIAOWU_PROFILE',
  '--booth-id': 'BOOTH_ID',
  '--data-dir': 'BOOTH_DATA_DIR',
  '--hub-ca': 'HUB_CA',
};

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

const hubUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => new URL(text))
  .refine(({ pathname, search }) => pathname === '/' && search === '', 'must be an origin without a path')
  .refine(
    ({ protocol, hostname }) => protocol === 'https:' || LOOPBACK_HOSTS.includes(hostname),
    'must be https, except on this machine itself',
  )
  .transform(({ origin }) => origin);

const flag01 = z.enum(['0', '1', '']).optional();
const environment = z.object({
  HUB_URL: hubUrl.default('http://127.0.0.1:8080'),
  XIAOWU_PROFILE: z.string().min(1).default('demo'),
  BOOTH_ID: slug.default('demo-booth-01'),
  BOOTH_DATA_DIR: z.string().min(1).default('var/booth'),
  HUB_CA: z.string().min(1).optional(),
  XIAOWU_DEV: flag01,
  XIAOWU_FAKE_MEDIA: flag01,
  XIAOWU_FAKE_CAMERA: z.string().min(1).optional(),
});

/**
 * Options from flags (`--hub-url=…`) and environment. Flags that are not ours are Chromium's. The error is a text for
 * whoever starts the booth: what is wrong with which variable.
 */
export function parseOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Result<BoothOptions, string> {
  const given: Record<string, string | undefined> = { ...env };
  for (const argument of argv) {
    const [name = '', ...value] = argument.split('=');
    const variable = FLAGS[name];
    if (variable === undefined) continue;
    if (value.length === 0) return err(`${name} needs a value: ${name}=…`);
    given[variable] = value.join('=');
  }
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`);
    return err(problems.join('\n'));
  }
  const { HUB_URL, XIAOWU_PROFILE, BOOTH_ID, BOOTH_DATA_DIR, HUB_CA, XIAOWU_FAKE_CAMERA } = parsed.data;
  const development = parsed.data.XIAOWU_DEV === '1';
  const fakeMedia = parsed.data.XIAOWU_FAKE_MEDIA === '1';
  if (fakeMedia && !development) return err('XIAOWU_FAKE_MEDIA: only together with XIAOWU_DEV=1');
  return ok({
    hubUrl: HUB_URL,
    profile: XIAOWU_PROFILE,
    boothId: BOOTH_ID,
    dataDir: path.resolve(cwd, BOOTH_DATA_DIR),
    hubCa: HUB_CA === undefined ? null : path.resolve(cwd, HUB_CA),
    development,
    fakeMedia,
    fakeCamera: XIAOWU_FAKE_CAMERA === undefined ? null : path.resolve(cwd, XIAOWU_FAKE_CAMERA),
  });
}
