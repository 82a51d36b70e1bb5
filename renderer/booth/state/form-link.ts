import { v7 } from 'uuid';
import { fail } from '../../../contracts/errors.ts';
import type { FormCallName } from '../../../contracts/hub/form.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import { err } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { formKeep } from '../../form/keep.ts';
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
  const forms = new FormShelf({
    link: {
      open: (input) => ask('form.open', input),
      edit: (input) => ask('form.edit', input),
      act: (input) => ask('form.act', input),
      look: (input) => ask('form.look', input),
    } as ConstructorParameters<typeof FormShelf>[0]['link'],
    clock: systemClock,
    freshId: v7,
    // Ends with the visit: the wipe clears what pages of the booth keep.
    keepOf: (caseId) => formKeep(localStorage, `xiaowu.booth.form.${caseId}`),
  });
  bridge.on('form.changed', (changed) => forms.hear('form.changed', changed));
  bridge.on('form.presence', (presence) => forms.hear('form.presence', presence));
  return forms;
}
