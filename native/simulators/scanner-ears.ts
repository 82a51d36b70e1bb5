/** How scanners of each make understand what they are told. */
import { createFrameParser, type FrameRule } from '../framing/frame-parser.ts';
import { toHex } from '../framing/hex.ts';
import { encodeMenuReply, SERIAL_TRIGGER_MENU } from '../scanner/honeywell.ts';
import {
  gm65Reply,
  gm65Request,
  gm65RequestWithoutCrc,
  MODE_COMMAND,
  OUTCOME_CRC_ERROR,
  OUTCOME_DONE,
  OUTCOME_INVALID,
  WRITE,
  ZONE_MODE,
  ZONE_TRIGGER,
} from '../scanner/newland-gm65.ts';
import { encodeUnifiedReply, unifiedCommandRule } from '../scanner/newland-unified.ts';
import type { Base } from './base.ts';

export interface Ears {
  hear(bytes: Uint8Array): void;
  /** The power was cut: settings that were not saved are gone. */
  forget(): void;
}

export interface Trigger {
  on(): void;
  off(): void;
}

function createListener<F>(rule: FrameRule<F>, base: Base<'scanner'>, take: (frame: F) => void) {
  const parser = createFrameParser(rule);
  return {
    hear(bytes: Uint8Array): void {
      for (const event of parser.push(bytes)) {
        if (event.kind === 'frame') take(event.frame);
        else base.complain(`no command: ${toHex(event.bytes)}`);
      }
    },
    flush: () => void parser.flush(),
  };
}

const SYN = 0x16;
const CR = 0x0d;
const TRIGGER_ON = 0x54;
const TRIGGER_OFF = 0x55;
const MENU = 0x4d;
const MAX_MENU_CHARS = 40;

type HoneywellCommand =
  | { readonly kind: 'on' | 'off' }
  | { readonly kind: 'menu'; readonly text: string; readonly storage: '!' | '.' };

const honeywellRule: FrameRule<HoneywellCommand> = {
  maxBytes: 3 + MAX_MENU_CHARS,
  read(buffer) {
    if (buffer[0] !== SYN) return { kind: 'skip', length: 1 };
    if (buffer.length < 3) return { kind: 'more' };
    if (buffer[2] !== CR) return { kind: 'skip', length: 1 };
    if (buffer[1] === TRIGGER_ON) return { kind: 'frame', frame: { kind: 'on' }, length: 3 };
    if (buffer[1] === TRIGGER_OFF) return { kind: 'frame', frame: { kind: 'off' }, length: 3 };
    if (buffer[1] !== MENU) return { kind: 'skip', length: 1 };
    for (let at = 3; at < buffer.length; at++) {
      const char = String.fromCharCode(buffer[at] ?? 0);
      if (char !== '!' && char !== '.') continue;
      const text = Buffer.from(buffer.subarray(3, at)).toString('ascii');
      return { kind: 'frame', frame: { kind: 'menu', text, storage: char }, length: at + 1 };
    }
    return { kind: 'more' };
  },
};

export function createHoneywellEars(base: Base<'scanner'>, trigger: Trigger): Ears {
  let readsOnCommand = false;
  const listener = createListener(honeywellRule, base, (command) => {
    if (command.kind === 'off') trigger.off();
    else if (command.kind === 'on' && readsOnCommand) trigger.on();
    else if (command.kind === 'on') base.complain('triggered, but not set to read on command');
    else if (command.kind === 'menu') {
      if (command.storage === '.') base.complain(`${command.text} wears out the flash`);
      const isKnown = command.text === SERIAL_TRIGGER_MENU;
      readsOnCommand ||= isKnown;
      base.reply(encodeMenuReply({ about: command.text, outcome: isKnown ? 'done' : 'unknown' }, command.storage));
    }
    base.changed();
  });
  return {
    hear: listener.hear,
    forget() {
      readsOnCommand = false;
      listener.flush();
    },
  };
}

export function createUnifiedEars(base: Base<'scanner'>, trigger: Trigger): Ears {
  let readsOnCommand = false;
  const listener = createListener(unifiedCommandRule, base, ({ storage, text }) => {
    if (storage === '@') base.complain(`${text} wears out the flash`);
    const isKnown = text === 'SCNMOD0' || text === 'SCNTRG1' || text === 'SCNTRG0';
    base.reply(encodeUnifiedReply({ storage, about: text, outcome: isKnown ? 'done' : 'unknown' }));
    if (text === 'SCNMOD0') readsOnCommand = true;
    else if (text === 'SCNTRG0') trigger.off();
    else if (text === 'SCNTRG1' && readsOnCommand) trigger.on();
    else if (text === 'SCNTRG1') base.complain('triggered, but not set to read on command');
    base.changed();
  });
  return {
    hear: listener.hear,
    forget() {
      readsOnCommand = false;
      listener.flush();
    },
  };
}

/** Head, type, count, zone, one byte at least, CRC. */
const GM65_SHORTEST_BYTES = 9;
const GM65_MAX_DATA_BYTES = 32;

/** A request by its length; whether it is right is for the module to say. */
const gm65Rule: FrameRule<Uint8Array> = {
  maxBytes: GM65_SHORTEST_BYTES + GM65_MAX_DATA_BYTES,
  read(buffer) {
    if (buffer[0] !== 0x7e || (buffer[1] ?? 0) !== 0) return { kind: 'skip', length: 1 };
    const count = buffer[3] ?? 0;
    if (count > GM65_MAX_DATA_BYTES) return { kind: 'skip', length: 1 };
    const length = GM65_SHORTEST_BYTES - 1 + count;
    if (buffer.length < Math.max(length, GM65_SHORTEST_BYTES - 1)) return { kind: 'more' };
    return { kind: 'frame', frame: buffer.slice(0, length), length };
  },
};

export function createGm65Ears(base: Base<'scanner'>, trigger: Trigger): Ears {
  let mode = 0;
  const answer = (type: typeof OUTCOME_DONE | typeof OUTCOME_CRC_ERROR | typeof OUTCOME_INVALID) =>
    base.reply(gm65Reply.encode({ type, data: Uint8Array.of(0) }));

  const listener = createListener(gm65Rule, base, (bytes) => {
    const request = gm65Request.decode(bytes) ?? gm65RequestWithoutCrc.decode(bytes);
    if (!request) {
      base.complain(`wrong CRC or type: ${toHex(bytes)}`);
      answer(OUTCOME_CRC_ERROR);
      return;
    }
    const { zone, data } = request.at;
    if (request.type !== WRITE || (zone !== ZONE_MODE && zone !== ZONE_TRIGGER)) {
      base.complain(`not one of this module's: ${toHex(bytes)}`);
      answer(OUTCOME_INVALID);
      return;
    }
    answer(OUTCOME_DONE);
    const value = data[0] ?? 0;
    if (zone === ZONE_MODE) mode = value;
    else if (value === 0) trigger.off();
    else if (mode === MODE_COMMAND) trigger.on();
    else base.complain('triggered, but not set to read on command');
    base.changed();
  });
  return {
    hear: listener.hear,
    forget() {
      mode = 0;
      listener.flush();
    },
  };
}
