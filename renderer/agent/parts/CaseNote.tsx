import { useState } from 'react';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { useBusy, useDesk } from '../state/desk-context.ts';
import { useText } from '../text.ts';

/** The agent's own words on a case; no citizen sees them. */
export function CaseNote({ visitCase }: { visitCase: VisitCase }) {
  const t = useText();
  const desk = useDesk();
  const action = `case.note/${visitCase.id}`;
  const busy = useBusy(action);
  const [draft, setDraft] = useState<string | null>(null);
  const save = async () => {
    if (draft === null) return;
    if (await desk.runCase('case.note', { caseId: visitCase.id, note: draft }, action)) setDraft(null);
  };
  return (
    <section>
      <TextField
        label={t('case.note')}
        hint={t('case.noteHint')}
        lines={3}
        maxLength={2000}
        value={draft ?? visitCase.note}
        onChange={setDraft}
        data-note
      />
      {draft !== null && draft !== visitCase.note && (
        <Button kind="secondary" isDisabled={busy} onPress={() => void save()}>
          {t('case.noteSave')}
        </Button>
      )}
    </section>
  );
}
