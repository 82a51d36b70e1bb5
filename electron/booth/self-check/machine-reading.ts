import { randomBytes } from 'node:crypto';
import { open, readFile, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { MachineReading } from './check.ts';

/** A page of most disks. */
const TRIAL_BYTES = 4096;

/** Free space where `dataDir` lies, and free memory. */
export async function readMachine(dataDir: string): Promise<MachineReading> {
  const disk = await statfs(dataDir);
  return {
    diskFreeBytes: disk.bavail * disk.bsize,
    diskTotalBytes: disk.blocks * disk.bsize,
    memoryFreeBytes: await availableMemory(),
    memoryTotalBytes: os.totalmem(),
  };
}

/** `os.freemem` counts caches as used; what Linux could give at once is MemAvailable (proc(5)). */
async function availableMemory(): Promise<number> {
  if (process.platform !== 'linux') return os.freemem();
  const found = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'));
  return found ? Number(found[1]) * 1024 : os.freemem();
}

/** Writes a page, syncs it, reads it back. `disk_full` when there is no room, `device_error` for anything else. */
export async function tryDisk(dataDir: string): Promise<Result<undefined, XiaowuError>> {
  const file = path.join(dataDir, 'disk-trial');
  const written = randomBytes(TRIAL_BYTES);
  try {
    const handle = await open(file, 'w', 0o600);
    try {
      await handle.writeFile(written);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const read = await readFile(file);
    return read.equals(written) ? ok(undefined) : err(fail('device_error', 'the disk gave back other bytes'));
  } catch (thrown) {
    const isFull =
      thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT');
    return err(fail(isFull ? 'disk_full' : 'device_error', describeThrown(thrown)));
  } finally {
    await rm(file, { force: true });
  }
}
