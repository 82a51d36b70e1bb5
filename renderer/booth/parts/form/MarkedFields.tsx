import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { FieldInk } from '../../../ink/FieldInk.tsx';
import { useCall } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import styles from './form.module.css';

/** As on the paper: what a finger drew fades by itself, so that nothing has to be put away. */
const FINGER = { kind: 'stroke', keep: 'fades' } as const;

interface MarkedFieldsProps {
  readonly caseId: string;
  /** A finger marks instead of choosing a field. */
  readonly isMarking: boolean;
  /** An agent marked a field, told once for each mark. */
  readonly onMarked: (fieldId: string) => void;
  readonly children: ReactNode;
}

/** The fields of the form with what agents and citizen draw on them. */
export function MarkedFields({ caseId, isMarking, onMarked, children }: MarkedFieldsProps) {
  const t = useText();
  const { marks, session } = useCall();
  const told = useRef(0);
  const tell = useEffectEvent(() => {
    const newest = marks?.newestOfOthers();
    if (newest?.surface.on !== 'form' || newest.surface.caseId !== caseId || newest.number <= told.current) return;
    told.current = newest.number;
    onMarked(newest.surface.fieldId);
  });
  useEffect(() => {
    // The mark that brought the form up was there before it.
    tell();
    return marks?.subscribe(() => tell());
  }, [marks]);
  if (!marks || !session) return <div className={styles.rows}>{children}</div>;
  return (
    <FieldInk
      className={styles.rows}
      board={marks}
      caseId={caseId}
      tool={isMarking ? FINGER : null}
      citizenId={session.selfPartyId}
      label={t('inCall.marks')}
    >
      {children}
    </FieldInk>
  );
}
