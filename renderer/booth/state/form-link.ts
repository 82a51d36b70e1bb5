import { v7 } from 'uuid';
import { fail } from '../../../contracts/errors.ts';
import type { FormCallName } from '../../../contracts/hub/form.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import { err } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { FormShelf } from '../../form/shelf.ts';

/** The shared forms of the visit in this booth, over IPC. */
export function createBoothForms(bridge: Pick<BoothBridge, 'call' | 'on'>): FormShelf {
  const ask = async <K extends FormCallName>(name: K, input: Parameters<typeof bridge.call<K>>[1]) => {
    try {
      return await bridge.call(name, input);
    } catch (thrown) {
      return err(fail('disconnected', String(thrown)));
    }
  };
  /** The newest text of each form that main does not have; one request at a time. */
  const unkept = new Map<string, string | null>();
  let isKeeping = false;
  function keep(caseId: string, kept: string | null): void {
    unkept.set(caseId, kept);
    if (!isKeeping) void keepAll();
  }
  async function keepAll(): Promise<void> {
    isKeeping = true;
    for (const [caseId, kept] of unkept) {
      unkept.delete(caseId);
      const answer = await bridge
        .call('form.keep', { caseId, kept })
        .catch((thrown: unknown) => err(fail('disconnected', String(thrown))));
      if (!answer.ok) console.error(`booth screen: letters were not kept: ${answer.error.code}`);
    }
    isKeeping = false;
  }
  const forms = new FormShelf({
    link: {
      open: (input) => ask('form.open', input),
      edit: (input) => ask('form.edit', input),
      act: (input) => ask('form.act', input),
      look: (input) => ask('form.look', input),
    } as ConstructorParameters<typeof FormShelf>[0]['link'],
    clock: systemClock,
    freshId: v7,
    // With main: its disk outlives this page and the process, and is emptied with the visit.
    keepOf: (caseId) => ({ load: () => null, save: (kept) => keep(caseId, kept) }),
  });
  bridge.on('form.changed', (changed) => forms.hear('form.changed', changed));
  bridge.on('form.presence', (presence) => forms.hear('form.presence', presence));
  // What the page before this one could not send any more. Asked first, so that nothing that is kept now comes before it.
  void bridge.call('form.kept', null).then(
    (answer) => {
      if (answer.ok) for (const [caseId, kept] of Object.entries(answer.value)) forms.restore(caseId, kept);
    },
    (thrown: unknown) => console.error(`booth screen: kept letters: ${String(thrown)}`),
  );
  return forms;
}
