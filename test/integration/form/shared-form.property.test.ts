import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../contracts/domain/catalogue.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { type Party, PlayedForm } from './played-form.ts';

const EDITS = 10_000;
/** Letters are taken from here one after the other, each once: that one is there or not tells its whole story. */
const FIRST_LETTER = 0x3400;
/** Edits and acts after the last cut. */
const LAST_STRETCH = 60;
/** A form's answers are short; a longer one is cut down. */
const LONG = 60;

const question = (id: string, kind: FormField['kind'], required = false): FormField => ({
  id,
  label: { 'zh-CN': id, en: id },
  kind,
  required,
});

const FORM = [
  question('company-name', 'text', true),
  question('premises-address', 'text'),
  question('reason', 'text'),
  question('closing-date', 'date'),
];

const DEVICES = { booth: 'booth', phone: 'phone', 'agent 1': 'desk', 'agent 2': 'desk' } as const;

class Play {
  readonly form: PlayedForm;
  readonly clock = new VirtualClock();
  readonly written = new Map<string, string>();
  readonly removed = new Set<string>();
  refusals = 0;
  edits = 0;
  #letters = 0;

  constructor(seed: number) {
    this.form = new PlayedForm(this.clock, seed, FORM);
    for (const name of ['booth', 'phone'] as const) this.form.join(name, 'citizen', DEVICES[name]);
    for (const name of ['agent 1', 'agent 2'] as const) this.form.join(name, 'agent', DEVICES[name]);
  }

  #below(n: number): number {
    return Math.floor(this.form.chance() * n);
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T;
  }

  /** One edit: letters in, letters out, or some in the place of others. */
  #edit({ replica }: Party): void {
    const { id } = this.#one(FORM);
    const text = replica.text(id);
    const at = this.#below(text.length + 1);
    const wanted = text.length > LONG ? text.length / 2 : this.form.chance() < 0.35 ? this.#below(4) : 0;
    const remove = Math.min(text.length - at, Math.floor(wanted));
    const count = text.length > LONG ? 0 : 1 + this.#below(3);
    let insert = '';
    for (let n = 0; n < count; n++) {
      const letter = String.fromCharCode(FIRST_LETTER + this.#letters++);
      insert += letter;
      this.written.set(letter, id);
    }
    for (const letter of text.slice(at, at + remove)) this.removed.add(letter);
    replica.splice(id, { at, remove, insert });
    this.edits += 1;
  }

  #act(party: Party): void {
    const { id } = this.#one(FORM);
    const dice = this.form.chance();
    if (dice < 0.6) party.replica.confirm(id);
    else if (dice < 0.75) party.replica.doubt(id, '?');
    else if (dice < 0.9) party.replica.trust(id);
    else party.replica.dismiss(id);
  }

  async run(edits: number): Promise<void> {
    await this.clock.advance(2_000);
    while (this.edits < edits) {
      const party = this.#one(this.form.parties);
      const dice = this.form.chance();
      if (dice < 0.86) this.#edit(party);
      else if (dice < 0.96) this.#act(party);
      else if (dice < 0.985) this.form.cut(party, this.form.chance() * 20_000);
      else if (dice < 0.99) this.form.reload(party, DEVICES[party.name as keyof typeof DEVICES]);
      else if (dice < 0.993) this.form.restartHub();
      await this.clock.advance(this.form.chance() * 300);
    }
    // Lines are up again, and everything that waits gets through.
    for (let turn = 0; turn < 200 && this.#isWaiting(); turn++) await this.clock.advance(10_000);
    // The last stretch has no cut that would bring everybody into step: news that overtook each other must do by itself.
    for (let n = 0; n < LAST_STRETCH; n++) {
      const party = this.#one(this.form.parties);
      if (n % 2 === 0) this.#act(party);
      else this.#edit(party);
      await this.clock.advance(this.form.chance() * 300);
    }
    // A step at a time: the hub's longer chains of promises end only when the process has its turn.
    for (let second = 0; second < 60; second++) {
      await new Promise(setImmediate);
      await this.clock.advance(1_000);
    }
  }

  #isWaiting(): boolean {
    return this.form.parties.some(({ replica, line }) => !line.up || replica.view().waiting);
  }
}

describe('four people type into one form over bad lines', () => {
  it.each([[20_260_131]])(
    `${EDITS} random edits, seed %i: all end equal, no letter and no confirmed value is lost`,
    async (seed) => {
      const play = new Play(seed);
      await play.run(EDITS);
      const { form } = play;
      const [first] = form.parties;
      const texts = first?.replica.view().texts ?? {};

      // Equal, and nothing waits.
      for (const { replica, name } of form.parties) {
        const view = replica.view();
        expect({ name, waiting: view.waiting, texts: view.texts }).toEqual({ name, waiting: false, texts });
        expect({ name, fields: view.fields }).toEqual({ name, fields: form.fields() });
      }

      // Every letter that nobody took out stands once, in the field where it was written; those taken out are gone.
      const standing = new Map<string, string>();
      for (const [id, text] of Object.entries(texts)) {
        for (const letter of text) {
          expect(standing.has(letter)).toBe(false);
          standing.set(letter, id);
        }
      }
      const left = [...play.written].filter(([letter]) => !play.removed.has(letter));
      expect([...standing].sort()).toEqual(left.sort());

      // A confirmed value is replaced only by who had it before them, the citizen's only by the citizen; the rest is shown.
      const counts = { applied: 0, proposed: 0, unchanged: 0 };
      for (const { before, after, act, side, outcome } of form.confirmations) {
        counts[outcome] += 1;
        const value = act.value.trim();
        const was = before.confirmed;
        if (was && after.confirmed?.value !== was.value) {
          expect(act.seen).toBe(was.seq);
          if (was.by.side === 'citizen') expect(side).toBe('citizen');
        }
        const shown = [after.confirmed?.value, ...after.proposals.map((proposal) => proposal.value)];
        expect(shown).toContain(value);
        if (was) expect([after.confirmed?.value === was.value, outcome === 'applied']).toContain(true);
      }
      // The play was worth playing.
      expect(play.edits).toBeGreaterThanOrEqual(EDITS);
      expect(counts.applied).toBeGreaterThan(100);
      expect(counts.proposed).toBeGreaterThan(20);
    },
    240_000,
  );
});
