import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync, symlinkSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';

/** node-pty exports `open` without declaring its type. */
const { open } = nodePty as unknown as {
  open(options: { encoding: null }): { _master: ReadStream; _slave: ReadStream; _pty: string };
};

/** The device's end of a pseudo-terminal. */
export interface Pty {
  readonly path: string;
  write(bytes: Uint8Array): void;
  close(): void;
}

/**
 * Makes a tty that a driver can open by `path`, and gives its other end. A descriptor of our own keeps the tty alive
 * between two openings: without one, the reading end fails as soon as the driver closes.
 */
export function openPty(onData: (bytes: Buffer) => void): Pty {
  const { _master: master, _slave: slave, _pty: path } = open({ encoding: null });
  const hold = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  // node-pty reads the driver's end too and would compete for its bytes.
  slave.destroy();
  // No echo and no line editing, even before the driver sets the line.
  execFileSync('stty', ['-F', path, 'raw', '-echo']);
  let closed = false;
  master.on('data', onData);
  master.on('error', (error: NodeJS.ErrnoException) => {
    // EIO is how a pty says that the other side has gone.
    if (!closed && error.code !== 'EIO') throw error;
  });
  return {
    path,
    write(bytes) {
      if (!closed) (master as unknown as NodeJS.WritableStream).write(Buffer.from(bytes));
    },
    close() {
      if (closed) return;
      closed = true;
      closeSync(hold);
      master.destroy();
    },
  };
}

/** Points `linkPath` to the tty, replacing what stood there. */
export function linkPty(linkPath: string, ptyPath: string): void {
  unlinkPty(linkPath);
  symlinkSync(ptyPath, linkPath);
}

export function unlinkPty(linkPath: string): void {
  rmSync(linkPath, { force: true });
}
