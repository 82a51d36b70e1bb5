import { type Calls, type Handlers, runCall } from '../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';

/** A frame as far as its right to ask goes; `WebFrameMain` is one. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** An invocation as Electron gives it (`IpcMainInvokeEvent`). */
export interface InvokeEvent {
  /** Null when the frame is gone already. */
  readonly senderFrame: SenderFrame | null;
  readonly sender: { readonly id: number };
}

/** As much of `ipcMain` as registering needs. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: InvokeEvent, input: unknown) => Promise<unknown>): void;
  removeHandler(channel: string): void;
}

export interface RegisterOptions<Context> {
  /** Only the top frame of this origin may ask, e.g. `booth://app`. */
  readonly origin: string;
  /** Id of the one `WebContents` that may ask; null while its window is not there. */
  readonly webContentsId: () => number | null;
  readonly context: Context;
  /** Hears of defects and of senders that have no business here. */
  readonly onDefect: (channel: string, error: XiaowuError) => void;
}

/**
 * The one way to serve IPC: every channel has its contract and its handler or it does not compile, every invocation is
 * checked for its sender, its input and its output, and every failure is an answer with a typed error. Returns the
 * function that takes all channels down.
 */
export function registerCalls<C extends Calls, Context>(
  ipcMain: IpcMainLike,
  calls: C,
  handlers: Handlers<C, Context>,
  { origin, webContentsId, context, onDefect }: RegisterOptions<Context>,
): () => void {
  const channels = Object.keys(calls) as (keyof C & string)[];
  for (const channel of channels) {
    ipcMain.handle(channel, async (event, input): Promise<Result<unknown, XiaowuError>> => {
      const refusal = refuse(event, origin, webContentsId());
      if (refusal) {
        onDefect(channel, refusal);
        return err(refusal);
      }
      const report = (error: XiaowuError) => onDefect(channel, error);
      return runCall(calls[channel], handlers[channel], input, context, report);
    });
  }
  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel);
  };
}

function refuse(
  { senderFrame, sender }: InvokeEvent,
  origin: string,
  webContentsId: number | null,
): XiaowuError | null {
  if (!senderFrame) return fail('forbidden_sender', 'the frame is gone');
  if (senderFrame.parent !== null) return fail('forbidden_sender', 'not the top frame');
  if (originOf(senderFrame.url) !== origin) return fail('forbidden_sender', 'another origin');
  if (webContentsId === null || sender.id !== webContentsId) return fail('forbidden_sender', 'another window');
  return null;
}

/** Scheme and host of an address. Own schemes have the origin `null` in the URL standard, so it is put together here. */
export function originOf(url: string): string | null {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return null;
  }
}
