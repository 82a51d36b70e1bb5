import path from 'node:path';
import { firstScreen, startBooth } from './lib/booth.ts';
import { Household } from './lib/household.ts';
import { projectRoot } from './lib/project.ts';
import { startLiveScreen } from './live-screen.ts';

/** See start.ts; the booth alone takes another port, so that both can run. */
const LIVE_SCREEN_PORT = 8091;

const household = new Household(path.join(projectRoot, 'var/log'));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void household.stop().then(() => process.exit(0)));
}

try {
  const booth = await startBooth(household, {}, console.log);
  if (booth.isHidden) {
    const live = await startLiveScreen(booth.debugAddress, Number(process.env.LIVE_SCREEN_PORT || LIVE_SCREEN_PORT));
    console.log(`live screen, with touch: ${live.url}`);
  }
  console.log(`the booth shows "${await firstScreen(booth)}"; its log is ${booth.member.logFile}`);
  const how = await booth.member.ended;
  if (how !== '0') console.error(`the booth ended (${how}):\n${booth.member.tail()}`);
  await household.stop();
  process.exit(how === '0' ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await household.stop();
  process.exit(1);
}
