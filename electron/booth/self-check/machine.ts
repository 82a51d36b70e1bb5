import { ALWAYS, bad, type Check, doubtful, type Finding, failedBy, fine, type MachineReading } from './check.ts';

/** The journal, a still on its way and the log need room; below this a booth must not begin a visit. */
export const LEAST_DISK_BYTES = 200 * 1024 * 1024;
export const LOW_DISK_SHARE = 0.05;
/** Reading a paper takes some 300 MB at its peak. */
export const LEAST_MEMORY_BYTES = 300 * 1024 * 1024;

const MEGABYTE = 1024 * 1024;

/** Disk and memory of the booth's computer: a disk that is full or takes no bytes loses facts. */
export const machineCheck: Check = {
  name: 'disk',
  runsOn: ALWAYS,
  async run({ machine, tryDisk }) {
    const [reading, written] = await Promise.all([machine(), tryDisk()]);
    return [written.ok ? disk(reading) : failedBy('disk', written.error), memory(reading)];
  },
};

function disk({ diskFreeBytes, diskTotalBytes }: MachineReading): Finding {
  const text = `${Math.round(diskFreeBytes / MEGABYTE)} MB of ${Math.round(diskTotalBytes / MEGABYTE)} MB free`;
  if (diskFreeBytes < LEAST_DISK_BYTES) return bad('disk', 'disk_full', text);
  return diskFreeBytes / diskTotalBytes < LOW_DISK_SHARE ? doubtful('disk', 'disk_full', text) : fine('disk', text);
}

function memory({ memoryFreeBytes, memoryTotalBytes }: MachineReading): Finding {
  const text = `${Math.round(memoryFreeBytes / MEGABYTE)} MB of ${Math.round(memoryTotalBytes / MEGABYTE)} MB free`;
  return memoryFreeBytes < LEAST_MEMORY_BYTES ? bad('memory', 'memory_low', text) : fine('memory', text);
}
