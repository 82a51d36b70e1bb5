import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { useBusy, useDesk, useNoteDraft } from '../state/desk-context.ts';
import { useText } from '../text.ts';

/** The agent's own words on a case; no citizen sees them. */
export function CaseNote({ visitCase }: { visitCase: VisitCase }) {
  const t = useText();
  const { drafts } = useDesk();
  const busy = useBusy(`case.note/${visitCase.id}`);
  const draft = useNoteDraft(visitCase.id);
  return (
    <section>
      <TextField
        label={t('case.note')}
        hint={t('case.noteHint')}
        lines={3}
        maxLength={2000}
        value={draft ?? visitCase.note}
        onChange={(note) => drafts.type(visitCase.id, note)}
        data-note
      />
      {draft !== null && draft !== visitCase.note && (
        <Button kind="secondary" isDisabled={busy} onPress={() => void drafts.save(visitCase.id, draft)}>
          {t('case.noteSave')}
        </Button>
      )}
    </section>
  );
}
