import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Booth, booth } from '../contracts/domain/people.ts';
import { systemClock } from '../contracts/time.ts';
import { openIdentity } from '../electron/booth/identity.ts';
import { isMain, projectRoot } from './lib/project.ts';

/** The booth of the demonstration; plainly made up. */
export const DEMO_BOOTH: Booth = {
  id: 'demo-booth-01',
  name: '演示晓屋',
  address: '演示路 1 号',
  regionId: 'guangzhou-panyu',
};

export interface Enrolment {
  readonly booth: Booth;
  readonly boothDataDir: string;
  readonly hubDataDir: string;
}

/** Makes the booth's key if it has none yet, and tells the hub its public half. Returns the file that the hub reads. */
export function enrol({ booth, boothDataDir, hubDataDir }: Enrolment): string {
  const { publicKeyJwk } = openIdentity(boothDataDir, booth.id, systemClock);
  const folder = path.join(hubDataDir, 'enrolled');
  const file = path.join(folder, `${booth.id}.json`);
  mkdirSync(folder, { recursive: true });
  // In one step, because a running hub may be reading.
  writeFileSync(`${file}.new`, `${JSON.stringify({ booth, publicKeyJwk }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

/** Where a booth and a hub keep their data, unless the environment says otherwise. */
export function dataDirs(env: NodeJS.ProcessEnv = process.env): { boothDataDir: string; hubDataDir: string } {
  return {
    boothDataDir: path.resolve(env.BOOTH_DATA_DIR || path.join(projectRoot, 'var/booth')),
    hubDataDir: path.resolve(env.HUB_DATA_DIR || path.join(projectRoot, 'var/hub')),
  };
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      id: { type: 'string', default: process.env.BOOTH_ID || DEMO_BOOTH.id },
      name: { type: 'string', default: DEMO_BOOTH.name },
      address: { type: 'string', default: DEMO_BOOTH.address },
      region: { type: 'string', default: DEMO_BOOTH.regionId },
    },
  });
  const { region, ...rest } = values;
  const file = enrol({ booth: booth.parse({ ...rest, regionId: region }), ...dataDirs() });
  console.log(JSON.stringify({ event: 'enrolled', booth: values.id, file }));
}
