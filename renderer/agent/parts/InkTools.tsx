import type { ReactNode } from 'react';
import type { DrawnMark, MarkKind, MarkSurface } from '../../../contracts/domain/marks.ts';
import type { MarkBoard } from '../../call/marks/board.ts';
import type { InkTool } from '../../ink/InkCanvas.tsx';
import { classes } from '../../ui/classes.ts';
import { Circle, Eraser, PenLine, Pointer, Timer, Underline, Undo2 } from '../../ui/icons.ts';
import { useText } from '../text.ts';
import styles from './InkTools.module.css';

/** What the agent's hand draws with; null while it draws nothing. */
export interface Pen {
  readonly kind: MarkKind | null;
  readonly keep: DrawnMark['keep'];
}

export const NO_PEN: Pen = { kind: null, keep: 'stays' };

/** A finger is seen while it is held; it never stays. */
export const toolOf = ({ kind, keep }: Pen): InkTool | null =>
  kind && { kind, keep: kind === 'point' ? 'fades' : keep };

const KINDS = [
  ['point', Pointer],
  ['stroke', PenLine],
  ['circle', Circle],
  ['underline', Underline],
] as const;

interface InkToolsProps {
  readonly board: MarkBoard;
  /** What is undone and wiped here. */
  readonly surfaces: readonly MarkSurface[];
  readonly pen: Pen;
  readonly onPen: (pen: Pen) => void;
  /** In a row above light paper, instead of a column beside a dark picture. */
  readonly lies?: 'flat';
}

/** Tools to mark a paper with: one is in the hand until it is laid down by a second press. */
export function InkTools({ board, surfaces, pen, onPen, lies }: InkToolsProps) {
  const t = useText();
  return (
    <div className={classes(styles.tools, lies && styles[lies])} role="toolbar" aria-label={t('ink.tools')}>
      {KINDS.map(([kind, Icon]) => (
        <Tool
          key={kind}
          label={t(`ink.${kind}`)}
          isOn={pen.kind === kind}
          onPress={() => onPen({ ...pen, kind: pen.kind === kind ? null : kind })}
          data={{ 'data-ink-tool': kind }}
        >
          <Icon aria-hidden />
        </Tool>
      ))}
      <Tool
        label={t(pen.keep === 'fades' ? 'ink.fades' : 'ink.stays')}
        isOn={pen.keep === 'fades'}
        onPress={() => onPen({ ...pen, keep: pen.keep === 'fades' ? 'stays' : 'fades' })}
      >
        <Timer aria-hidden />
      </Tool>
      <Tool label={t('ink.undo')} onPress={() => board.undo(surfaces)} data={{ 'data-ink-undo': '' }}>
        <Undo2 aria-hidden />
      </Tool>
      <Tool label={t('ink.clear')} onPress={() => board.clear(surfaces)} data={{ 'data-ink-clear': '' }}>
        <Eraser aria-hidden />
      </Tool>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  /** Whether it is in the hand; absent for what is done at once. */
  readonly isOn?: boolean;
  readonly onPress: () => void;
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  readonly children: ReactNode;
}

function Tool({ label, isOn, onPress, data, children }: ToolProps) {
  return (
    <button
      type="button"
      className={classes(styles.tool, isOn && styles.on)}
      title={label}
      aria-label={label}
      aria-pressed={isOn}
      onClick={onPress}
      {...data}
    >
      {children}
    </button>
  );
}
