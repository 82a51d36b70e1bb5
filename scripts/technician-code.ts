import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../contracts/time.ts';
import { fromBase32, TOTP_STEP_MS, totp } from '../server/auth/totp.ts';
import { demoPeople } from '../server/store/seed.ts';
import { isMain, projectRoot } from './lib/project.ts';

/** What a technician's phone would show for the demonstration technician, who has no phone. */
export function demoTechnicianCode(nowMs = systemClock.nowMs()): { username: string; pin: string; code: string } {
  const { agents } = demoPeople.parse(
    JSON.parse(readFileSync(path.join(projectRoot, 'resources/seed/people.json'), 'utf8')),
  );
  for (const { username, technician } of agents) {
    if (technician) return { username, pin: technician.pin, code: totp(fromBase32(technician.totpSecret), nowMs) };
  }
  throw new Error('no technician with a PIN in resources/seed/people.json');
}

if (isMain(import.meta.url)) {
  const nowMs = systemClock.nowMs();
  const goodForSeconds = Math.ceil((TOTP_STEP_MS - (nowMs % TOTP_STEP_MS)) / 1000);
  console.log(JSON.stringify({ event: 'technician-code', ...demoTechnicianCode(nowMs), goodForSeconds }));
}
