import type { DriverContext, WireEntry } from '../driver.ts';
import type { DiscardReason, FrameEvent } from '../framing/frame-parser.ts';

/** What bytes mean, and whether they may be shown. */
export interface Said {
  readonly text: string;
  readonly secret: boolean;
}

interface TapOptions<F> {
  readonly deviceId?: string;
  readonly wire?: DriverContext['wire'];
  inWords?(frame: F): string | Said;
  readonly secretRubbish?: boolean;
}

export interface WireTap<F> {
  sent(bytes: Uint8Array, said: Said): void;
  heard(event: FrameEvent<F>): void;
}

const REASONS: Record<DiscardReason, string> = {
  'no-frame': 'no frame',
  'too-long': 'longer than any frame',
  silence: 'broke off',
};

/** Passes what crosses a line to the wire log. A frame is put into words only when the log asks for them. */
export function createWireTap<F>({ deviceId = '', wire, inWords, secretRubbish = false }: TapOptions<F>): WireTap<F> {
  if (!wire) return { sent: () => undefined, heard: () => undefined };

  const entry = (
    direction: 'out' | 'in',
    kind: 'frame' | 'discarded',
    bytes: Uint8Array,
    say: () => Said,
  ): WireEntry => {
    let said: Said | null = null;
    const once = () => {
      said ??= say();
      return said;
    };
    return {
      deviceId,
      direction,
      kind,
      bytes,
      get text() {
        return once().text;
      },
      get secret() {
        return once().secret;
      },
    };
  };

  return {
    sent: (bytes, said) => wire(entry('out', 'frame', bytes, () => said)),
    heard(event) {
      const say = (): Said => {
        if (event.kind === 'discarded') return { text: REASONS[event.reason], secret: secretRubbish };
        const said = inWords?.(event.frame) ?? 'frame';
        return typeof said === 'string' ? { text: said, secret: false } : said;
      };
      wire(entry('in', event.kind, event.bytes, say));
    },
  };
}
