import { readdirSync, readFileSync } from 'node:fs';

const BYTES_PER_MB = 1_000_000;

/**
 * Sum of the working sets (resident memory, shared pages counted in each) of all processes of a group, from Linux's
 * /proc (https://man7.org/linux/man-pages/man5/proc.5.html).
 */
export function groupMemoryMb(leader: number): number {
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // After the command in parentheses, which may hold anything: state, parent, group.
      const group = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[2];
      if (Number(group) !== leader) continue;
      const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      kilobytes += Number(resident?.[1] ?? 0);
    } catch (cause) {
      // ENOENT, ESRCH: a process that ended while we looked has no memory.
      if (!(cause instanceof Error && 'code' in cause)) throw cause;
    }
  }
  return (kilobytes * 1024) / BYTES_PER_MB;
}
