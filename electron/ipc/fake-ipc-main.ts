import type { InvokeEvent, IpcMainLike } from './register-calls.ts';

/** For tests: an `ipcMain` that copies messages as Electron does, so that what cannot cross fails here too. */
export class FakeIpcMain implements IpcMainLike {
  readonly #listeners = new Map<string, (event: InvokeEvent, input: unknown) => Promise<unknown>>();

  handle(channel: string, listener: (event: InvokeEvent, input: unknown) => Promise<unknown>): void {
    if (this.#listeners.has(channel)) throw new Error(`a second handler for ${channel}`);
    this.#listeners.set(channel, listener);
  }

  removeHandler(channel: string): void {
    this.#listeners.delete(channel);
  }

  get channels(): readonly string[] {
    return [...this.#listeners.keys()];
  }

  async invoke(channel: string, input: unknown, event: InvokeEvent): Promise<unknown> {
    const listener = this.#listeners.get(channel);
    if (!listener) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await listener(event, structuredClone(input)));
  }
}
