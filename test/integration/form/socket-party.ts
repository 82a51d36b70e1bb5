import { v7 } from 'uuid';
import type { FormChanged } from '../../../contracts/domain/form.ts';
import { fail } from '../../../contracts/errors.ts';
import type { formCalls } from '../../../contracts/hub/form.ts';
import { err } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { type FormLink, FormReplica, type FormView } from '../../../renderer/form/replica.ts';
import type { Listener } from '../hub/rig.ts';

/** A party of a form over a real socket that the test cuts and gives back. */
export class SocketParty {
  readonly replica: FormReplica;
  #line: Listener | null = null;

  constructor(caseId: string, fieldIds: readonly string[]) {
    const ask = async <K extends keyof typeof formCalls>(name: K, input: unknown) => {
      const line = this.#line;
      if (!line?.socket.connected) return err(fail('disconnected'));
      const gone = new Promise<ReturnType<typeof err>>((resolve) => {
        line.socket.once('disconnect', () => resolve(err(fail('disconnected')) as never));
      });
      return Promise.race([line.ask<(typeof formCalls)[K]>(name, input), gone]) as ReturnType<
        typeof line.ask<(typeof formCalls)[K]>
      >;
    };
    const link = {
      open: (input) => ask('form.open', input),
      edit: (input) => ask('form.edit', input),
      act: (input) => ask('form.act', input),
    } as FormLink;
    this.replica = new FormReplica({ caseId, fieldIds, link, clock: systemClock, freshId: v7 });
  }

  /** The line is there: again, or for the first time. */
  join(line: Listener): void {
    this.#line = line;
    line.socket.on('form.changed', (changed: FormChanged) => this.replica.hear(changed));
    this.replica.sync();
  }

  cut(): void {
    this.#line?.socket.disconnect();
    this.#line = null;
  }

  /** Resolves when the form stands as asked. */
  until(test: (view: FormView) => boolean): Promise<FormView> {
    return new Promise((resolve) => {
      const look = () => {
        const view = this.replica.view();
        if (!test(view)) return;
        stop();
        resolve(view);
      };
      const stop = this.replica.subscribe(look);
      look();
    });
  }
}
