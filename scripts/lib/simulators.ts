import { readFileSync } from 'node:fs';
import path from 'node:path';
import { boothProfile } from '../../contracts/device/profile.ts';
import { jsonLine, type Member } from './household.ts';
import { projectRoot } from './project.ts';

/**
 * Waits until `scripts/simulate.ts all` has named the tty of every device of the demo profile; returns them under the names
 * that the profile uses for them, such as LOCKER_PORT.
 */
export async function demoPorts(simulators: Member): Promise<Record<string, string>> {
  const file = path.join(projectRoot, 'resources/profiles/demo.json');
  const { devices } = boothProfile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ports: Record<string, string> = {};
  for (const { id, line } of devices) {
    ports[line.port.replace(/^\$/, '')] = await simulators.find((text) => {
      const message = jsonLine(text);
      return message?.device === id && typeof message.path === 'string' ? message.path : undefined;
    });
  }
  return ports;
}
