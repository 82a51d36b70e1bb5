import { createFrameParser, type FrameRule } from '../framing/frame-parser.ts';
import { toHex } from '../framing/hex.ts';
import { writeCard } from '../id-reader/card.ts';
import { COMMANDS, type CommandName, cardData, decodeRequest, encodeReply } from '../id-reader/protocol.ts';
import { createBase } from './base.ts';
import type { IdReaderSimulator, LaidCard, SimulatorOptions } from './types.ts';

const REQUEST_BYTES = 10;
const PHOTO_BYTES = 1_024;
const SAM_ID = Uint8Array.of(5, 0, 1, 0, 0x15, 0xdb, 0x32, 1, 0x87, 0xd6, 0x12, 0, 0xb1, 0x68, 0xde, 0x3a);

const OK = 0x90;
const FOUND = 0x9f;
const GARBLED = 0x10;
const UNKNOWN_COMMAND = 0x21;
const CARD_REJECTED_SAM = 0x31;
const UNKNOWN_CARD = 0x40;
const READ_FAILED = 0x41;
const SELF_TEST_FAILED = 0x60;
const NOT_AUTHORISED = 0x66;
const NOT_FOUND = 0x80;
const NOT_SELECTED = 0x81;

interface Answer {
  readonly sw3: number;
  readonly data?: Uint8Array;
}

/** Ten bytes that begin as a request does; whether their checksum is right is for the machine to say. */
const requestRule: FrameRule<Uint8Array> = {
  maxBytes: REQUEST_BYTES,
  read(buffer) {
    for (const [index, byte] of [0xaa, 0xaa, 0xaa, 0x96, 0x69].entries()) {
      if (index >= buffer.length) return { kind: 'more' };
      if (buffer[index] !== byte) return { kind: 'skip', length: 1 };
    }
    if (buffer.length < REQUEST_BYTES) return { kind: 'more' };
    return { kind: 'frame', frame: buffer.slice(0, REQUEST_BYTES), length: REQUEST_BYTES };
  },
};

/**
 * A reader with its SAM and its field. A card must be found, then selected, then read, and all three anew for the next
 * read. With `readWhenFindFails` it keeps a card selected that was read, and refuses to find it again.
 */
export function startIdReaderSimulator(options: SimulatorOptions<'sam-id-reader'>): IdReaderSimulator {
  const parser = createFrameParser(requestRule);
  let laid: LaidCard | null = null;
  let sam: 'ok' | 'unlicensed' | 'failed' = 'ok';
  let progress: 'none' | 'found' | 'selected' = 'none';
  let keptSelected = false;
  let reads = 0;

  const base = createBase({
    ...options,
    class: 'id-reader',
    onBytes(bytes) {
      for (const event of parser.push(bytes)) {
        if (event.kind === 'frame') take(event.frame);
        else base.complain(`no request: ${toHex(event.bytes)}`);
      }
    },
    onUnplug() {
      parser.flush();
      progress = 'none';
      keptSelected = false;
    },
  });

  function take(bytes: Uint8Array): void {
    const { sw3, data = new Uint8Array(0) } = answerTo(bytes);
    base.reply(encodeReply({ sw1: 0, sw2: 0, sw3, data }));
    base.changed();
  }

  function answerTo(bytes: Uint8Array): Answer {
    const request = decodeRequest(bytes);
    if (!request) {
      base.complain(`wrong length or checksum: ${toHex(bytes)}`);
      return { sw3: GARBLED };
    }
    const names = Object.keys(COMMANDS) as CommandName[];
    const name = names.find(
      (one) => COMMANDS[one].command === request.command && COMMANDS[one].parameter === request.parameter,
    );
    if (!name) {
      base.complain(`no such command: ${toHex(bytes)}`);
      return { sw3: UNKNOWN_COMMAND };
    }
    if (sam === 'unlicensed') return { sw3: NOT_AUTHORISED };
    return sam === 'failed' ? { sw3: SELF_TEST_FAILED } : obey(name);
  }

  function obey(name: CommandName): Answer {
    switch (name) {
      case 'SAM status':
        progress = 'none';
        return { sw3: OK };
      case 'SAM id':
        progress = 'none';
        return { sw3: OK, data: SAM_ID };
      case 'find card':
        progress = laid && !keptSelected ? 'found' : 'none';
        return progress === 'found' ? { sw3: FOUND, data: new Uint8Array(4) } : { sw3: NOT_FOUND };
      case 'select card':
        if (progress !== 'found') {
          base.complain('a card is selected that was not found');
          return { sw3: NOT_SELECTED };
        }
        progress = 'selected';
        return { sw3: OK, data: new Uint8Array(8) };
      case 'read card':
        return read();
    }
  }

  function read(): Answer {
    const mayRead = progress === 'selected' || keptSelected;
    progress = 'none';
    if (!mayRead) {
      if (!options.readWhenFindFails) base.complain('a card is read that was not selected');
      return { sw3: READ_FAILED };
    }
    switch (laid?.kind) {
      case undefined:
      case 'worn':
        return { sw3: READ_FAILED };
      case 'foreign':
        return { sw3: UNKNOWN_CARD };
      case 'refused':
        return { sw3: CARD_REJECTED_SAM };
      case 'card':
      case 'record': {
        const record = laid.kind === 'card' ? writeCard(laid.card) : laid.record;
        reads += 1;
        keptSelected = options.readWhenFindFails;
        return { sw3: OK, data: cardData(record, new Uint8Array(PHOTO_BYTES)) };
      }
    }
  }

  return {
    ...base.simulator,
    get laid() {
      return laid;
    },
    get reads() {
      return reads;
    },
    lay(card) {
      laid = card;
      progress = 'none';
      keptSelected = false;
      base.changed();
    },
    lift() {
      laid = null;
      progress = 'none';
      keptSelected = false;
      base.changed();
    },
    setSam(next) {
      sam = next;
      base.changed();
    },
  };
}
