import { type ReactNode, useState } from 'react';
import type { MarkSurface } from '../../../contracts/domain/marks.ts';
import { boardOf } from '../../call/marks/board.ts';
import { FieldInk } from '../../ink/FieldInk.tsx';
import { useCallSession } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './CaseForm.module.css';
import { InkTools, NO_PEN, toolOf } from './InkTools.tsx';

interface FormInkProps {
  readonly caseId: string;
  readonly fieldIds: readonly string[];
  /** Whether this agent has taken out the tools to mark the form with. */
  readonly isOpen: boolean;
  readonly children: ReactNode;
}

/** The fields of a shared form with what citizen and agents draw on them. */
export function FormInk({ caseId, fieldIds, isOpen, children }: FormInkProps) {
  const t = useText();
  const call = useCallSession();
  const [pen, setPen] = useState(NO_PEN);
  if (!call) return <div className={styles.fields}>{children}</div>;
  const board = boardOf(call.session);
  const citizen = call.state.remotes.find(({ party }) => party.kind === 'citizen')?.party.partyId;
  const surfaces = fieldIds.map((fieldId): MarkSurface => ({ on: 'form', caseId, fieldId }));
  return (
    <>
      {isOpen && <InkTools board={board} surfaces={surfaces} pen={pen} onPen={setPen} lies="flat" />}
      <FieldInk
        className={styles.fields}
        board={board}
        caseId={caseId}
        tool={isOpen ? toolOf(pen) : null}
        citizenId={citizen ?? null}
        label={t('ink.formSurface')}
      >
        {children}
      </FieldInk>
    </>
  );
}
