/** A page as Chromium's debugging port lists it: https://chromedevtools.github.io/devtools-protocol/#endpoints */
export interface DebugTarget {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

type Listener = (params: Record<string, unknown>) => void;

/** A session with one page over the Chrome DevTools Protocol. */
export class DevtoolsSession {
  readonly #socket: WebSocket;
  readonly #answers = new Map<
    number,
    { resolve: (value: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  readonly #listeners = new Map<string, Listener>();
  #lastId = 0;
  /** Resolves when the page or the connection is gone. */
  readonly closed: Promise<void>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data))));
    this.closed = new Promise((resolve) => socket.addEventListener('close', () => resolve()));
    void this.closed.then(() => {
      for (const { reject } of this.#answers.values()) reject(new Error('the page is gone'));
      this.#answers.clear();
    });
  }

  static async open(webSocketUrl: string): Promise<DevtoolsSession> {
    const socket = new WebSocket(webSocketUrl);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`${webSocketUrl} does not answer`)));
    });
    return new DevtoolsSession(socket);
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener);
  }

  send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: {
    id?: number;
    method?: string;
    params?: Record<string, unknown>;
    result?: Record<string, unknown>;
    error?: { message: string };
  }): void {
    if (message.id === undefined) {
      if (message.method) this.#listeners.get(message.method)?.(message.params ?? {});
      return;
    }
    const answer = this.#answers.get(message.id);
    this.#answers.delete(message.id);
    if (message.error) answer?.reject(new Error(message.error.message));
    else answer?.resolve(message.result ?? {});
  }
}

/** Pages behind a debugging port such as `http://127.0.0.1:40123`. */
export async function debugTargets(address: string): Promise<DebugTarget[]> {
  const response = await fetch(`${address}/json/list`);
  return (await response.json()) as DebugTarget[];
}

/** Picks the debugging port out of what Chromium prints when it is started with `--remote-debugging-port=0`. */
export function debugAddressIn(line: string): string | undefined {
  const match = /DevTools listening on ws:\/\/(127\.0\.0\.1:\d+)\//.exec(line);
  return match ? `http://${match[1]}` : undefined;
}
