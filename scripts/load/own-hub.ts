import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readConfig } from '../../server/config.ts';
import { projectRoot } from '../lib/project.ts';
import { type Cast, castAgents, castBooths, DEPARTMENTS } from './cast.ts';

export interface OwnHub extends Cast {
  readonly hubUrl: string;
  close(): Promise<void>;
}

/** A hub of its own process and data, with as many booths and agents as wanted; all of it is gone afterwards. */
export async function startOwnHub(boothCount: number, agentCount: number): Promise<OwnHub> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'xiaowu-load-'));
  const env = { ...process.env, HUB_DATA_DIR: dataDir, PORT: '0', HUB_HOST: '127.0.0.1', HUB_LOG_LEVEL: 'error' };
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  try {
    const agents = await castAgents(readConfig(env), agentCount);
    const booths = await castBooths(dataDir, boothCount);
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const hubUrl = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the hub ended (${code})`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said: { event?: unknown; url?: unknown } = line.startsWith('{') ? JSON.parse(line) : {};
        if (said.event === 'listening' && typeof said.url === 'string') resolve(said.url);
      });
    });
    return {
      hubUrl,
      booths,
      agents,
      departments: DEPARTMENTS,
      async close() {
        child.kill('SIGTERM');
        await ended;
        await removeData();
      },
    };
  } catch (thrown) {
    await removeData();
    throw thrown;
  }
}
