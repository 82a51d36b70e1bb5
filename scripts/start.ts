import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEMO_BOOTH, dataDirs, enrol } from './enrol.ts';
import { firstScreen, startBooth } from './lib/booth.ts';
import { Household, jsonLine, type Member } from './lib/household.ts';
import { projectRoot } from './lib/project.ts';
import { demoPorts } from './lib/simulators.ts';
import { startLiveScreen } from './live-screen.ts';

/** Where the booth's live screen is served when there is no display, unless LIVE_SCREEN_PORT says otherwise. */
const LIVE_SCREEN_PORT = 8090;

/** Where the machines are played by hand, unless PANEL_PORT says otherwise. */
const PANEL_PORT = 8123;

const DEMO_PASSWORD = 'xiaowu-demo';
const DEMO_ACCOUNTS = [
  'demo-market-1  demo-market-2   市场监管 market regulation',
  'demo-tax-1     demo-tax-2      税务 tax',
  'demo-social-1                  社会保险 social insurance',
  'demo-fund-1                    公积金 housing fund',
  'demo-supervisor-1              主管 supervisor',
];

const say = (line = '') => console.log(line);
const household = new Household(path.join(projectRoot, 'var/log'));
const stops: (() => Promise<void>)[] = [() => household.stop()];
let isStopping = false;

async function stopAll(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  for (const stop of stops.toReversed()) await stop();
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!isStopping) say('\nending everything …');
    void stopAll(0);
  });
}

try {
  await startEverything();
  const { member, how } = await household.anyEnd();
  if (!isStopping) {
    // Whoever closes the booth's window wants to stop; anything else that ends is a fault.
    const isWanted = member.name === 'booth' && how === '0';
    say(isWanted ? 'the booth was closed' : `${member.name} ended (${how}), see ${member.logFile}:\n${member.tail()}`);
    await stopAll(isWanted ? 0 : 1);
  }
} catch (error) {
  if (!isStopping) {
    console.error(error instanceof Error ? error.message : error);
    await stopAll(1);
  }
}

async function startEverything(): Promise<void> {
  const { boothDataDir, hubDataDir } = dataDirs();
  enrol({ booth: DEMO_BOOTH, boothDataDir, hubDataDir });

  say('starting the simulated devices and the hub …');
  const simulators = household.start('simulators', process.execPath, [
    'scripts/simulate.ts',
    'all',
    '--autoplay',
    `--panel=${process.env.PANEL_PORT || PANEL_PORT}`,
  ]);
  const hub = household.start('hub', process.execPath, ['server/main.ts'], { HUB_DATA_DIR: hubDataDir });
  const ports = await demoPorts(simulators);
  const panelUrl = await panelAddress(simulators);
  const hubUrl = await hubAddress(hub);

  say('starting the booth …');
  const booth = await startBooth(
    household,
    {
      ...ports,
      ...hubTrust(hubUrl, hubDataDir),
      HUB_URL: hubUrl,
      BOOTH_ID: DEMO_BOOTH.id,
      BOOTH_DATA_DIR: boothDataDir,
      XIAOWU_PROFILE: process.env.XIAOWU_PROFILE || 'demo',
    },
    say,
  );
  const screen = await firstScreen(booth);

  say();
  say(`Everything is up; the booth shows "${screen}".`);
  say();
  if (booth.isHidden) {
    const live = await startLiveScreen(booth.debugAddress, Number(process.env.LIVE_SCREEN_PORT || LIVE_SCREEN_PORT));
    stops.push(live.close);
    say(`  booth             ${live.url}  (its live screen, with touch)`);
  } else {
    say('  booth             in its own window');
  }
  say(`  agent desk        ${hubUrl}/agent/`);
  say(`  phone page        ${hubUrl}/phone/  (the code on the booth's screen leads there)`);
  say(`  machines          ${panelUrl}  (the simulated devices, to be played by hand)`);
  say(`  technician page   ${hubUrl}/technician/  (demo-technician-1)`);
  say();
  say(`  demo accounts, all with the password ${DEMO_PASSWORD}:`);
  for (const account of DEMO_ACCOUNTS) say(`    ${account}`);
  say();
  say(`Logs are in ${path.relative(process.cwd(), path.join(projectRoot, 'var/log'))}. Ctrl-C ends everything.`);
}

function panelAddress(simulators: Member): Promise<string> {
  return simulators.find((line) => {
    const message = jsonLine(line);
    return typeof message?.panel === 'string' ? message.panel : undefined;
  });
}

function hubAddress(hub: Member): Promise<string> {
  return hub.find((line) => {
    const message = jsonLine(line);
    return message?.event === 'listening' ? String(message.url) : undefined;
  });
}

/** A booth trusts the certificate that the hub made for itself only when it is told to. */
function hubTrust(hubUrl: string, hubDataDir: string): Record<string, string> {
  if (!hubUrl.startsWith('https:') || process.env.HUB_CA) return {};
  const certificate = path.join(hubDataDir, 'tls/cert.pem');
  return existsSync(certificate) ? { HUB_CA: certificate } : {};
}
