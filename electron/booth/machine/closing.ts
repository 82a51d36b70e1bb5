import type { Receipt, Visit } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { BoothState, BoothStep } from '../../../contracts/ipc/booth-state.ts';
import { leave } from './leaving.ts';
import type { MachineEvent } from './messages.ts';
import { GOODBYE_MS, PRINT_FAILED_SHOWN_MS, PRINT_SHOWN_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

type CloseOrdered = Extract<MachineEvent, { type: 'order'; name: 'visit.close' }>;
type ReceiptPrepared = Extract<MachineEvent, { type: 'hub.answered'; name: 'receipt.prepare' }>;
type Printed = Extract<MachineEvent, { type: 'device.answered'; name: 'printer.print' }>;

const INSIDE_STEPS = ['ready', 'calling', 'in-call', 'agreed', 'after-call', 'mailing'] as const;

function isInside(turn: Turn): boolean {
  return (INSIDE_STEPS as readonly string[]).includes(turn.state.step);
}

/** The agent has finished. */
export function closeOrdered(turn: Turn, { order, input }: CloseOrdered): void {
  const { visit, step } = turn.state;
  if (!visit || visit.id !== input.visitId) turn.refuse(order, fail('not_found', 'no such visit in this booth'));
  else if (step === 'entering' || step === 'resume') turn.refuse(order, fail('wrong_state', `step ${step}`));
  else {
    turn.accept(order);
    if (isInside(turn)) close(turn, visit);
  }
}

/** The citizen has finished. */
export function finish(turn: Turn): void {
  const { visit, call } = turn.state;
  if (!visit || !isInside(turn)) return;
  if (call) turn.hub('call.hangup', { callId: call.callId });
  close(turn, visit);
}

function close(turn: Turn, visit: Visit): void {
  turn.patch({ call: null, ask: null, returnTo: null });
  // The card of a movement that is over would cover what the slip's screen says.
  const { locker } = turn.state;
  if (locker?.phase === 'closed' || locker?.phase === 'failed') turn.patch({ locker: null }).cancel('locker-shown');
  if (!hasReceipt(visit)) goodbye(turn);
  else if (isWithdrawn(turn.state, 'print')) {
    turn.notice('notice.receipt-on-phone', 'warning');
    rate(turn);
  } else {
    turn
      .patch({ print: { phase: 'preparing' } })
      .go('printing')
      .hub('receipt.prepare', { visitId: visit.id });
  }
}

/** Where a slip may be printed: while the screen says how it goes, and beside the thanks. */
const PRINT_STEPS: readonly BoothStep[] = ['printing', 'goodbye'];

export function receiptPrepared(turn: Turn, { visitId, result }: ReceiptPrepared): void {
  const { visit, step, print } = turn.state;
  if (!visit || visit.id !== visitId || !PRINT_STEPS.includes(step) || print?.phase !== 'preparing') return;
  if (result.ok) {
    turn.patch({ visit: { ...visit, receipt: result.value }, print: { phase: 'printing' } });
    printReceipt(turn, result.value);
    return;
  }
  turn.incident('receipt', result.error);
  show(turn, { phase: 'failed', error: result.error }, PRINT_FAILED_SHOWN_MS);
}

/** The shell keeps the ledger: it knows which copy this is, and records what came of it. */
function printReceipt(turn: Turn, receipt: Receipt): void {
  turn.device('printer.print', { document: { kind: 'receipt', receipt }, copy: 0 });
}

/** A slip counts as printed only by the printer's own confirmation; otherwise its number is void. */
export function printed(turn: Turn, { visitId, result }: Printed): void {
  const { visit, print } = turn.state;
  if (!visit?.receipt || visit.id !== visitId || print?.phase !== 'printing') return;
  if (result.ok) {
    turn.patch({ receiptPrinted: true });
    show(turn, { phase: 'printed' }, PRINT_SHOWN_MS);
    return;
  }
  turn.incident('printer', result.error);
  show(turn, { phase: 'failed', error: result.error }, PRINT_FAILED_SHOWN_MS);
}

/** The end of a print stays for a while; beside the thanks it gives the visit its last seconds anew. */
function show(turn: Turn, print: NonNullable<BoothState['print']>, shownMs: number): void {
  turn.patch({ print });
  if (turn.state.step === 'goodbye') {
    if (print.phase === 'failed') turn.notice('notice.receipt-on-phone', 'warning');
    turn.timer('goodbye', GOODBYE_MS);
  } else turn.timer('print-shown', shownMs);
}

export function printShown(turn: Turn): void {
  const { step, print } = turn.state;
  if (step === 'printing' && (print?.phase === 'printed' || print?.phase === 'failed')) rate(turn);
}

/** The citizen wants the receipt again, or the one that failed. What was printed once comes out as a copy. */
export function reprint(turn: Turn): void {
  const { visit, step, print, receiptPrinted } = turn.state;
  const isBusy = print?.phase === 'preparing' || print?.phase === 'printing';
  if (!visit || !hasReceipt(visit) || isBusy || !PRINT_STEPS.includes(step) || isWithdrawn(turn.state, 'print')) return;
  turn.cancel('print-shown', 'goodbye');
  if (receiptPrinted && visit.receipt) {
    turn.patch({ print: { phase: 'printing' } });
    printReceipt(turn, visit.receipt);
    return;
  }
  // A void number is not printed again: the hub gives a new one, or the same if none was begun.
  turn.patch({ print: { phase: 'preparing' } }).hub('receipt.prepare', { visitId: visit.id });
}

/** The printer can print again: what failed is tried once more by itself. */
export function printerChanged(turn: Turn): void {
  const { print, printRetried, receiptPrinted, step } = turn.state;
  const hasFailed = step === 'goodbye' ? !receiptPrinted : print?.phase === 'failed';
  if (!hasFailed || printRetried || isWithdrawn(turn.state, 'print')) return;
  if (!PRINT_STEPS.includes(step)) return;
  turn.patch({ printRetried: true });
  reprint(turn);
}

const hasReceipt = (visit: Visit) => visit.cases.length > 0 || visit.parcels.length > 0;

/** Cases that the citizen has not rated yet. */
export function unratedCases(visit: Visit): readonly Id[] {
  const rated = new Set(visit.ratings.map((rating) => rating.caseId));
  return visit.cases.map((visitCase) => visitCase.id).filter((caseId) => !rated.has(caseId));
}

function rate(turn: Turn): void {
  const { visit } = turn.state;
  if (visit && unratedCases(visit).length > 0) turn.go('rating');
  else goodbye(turn);
}

export function rated(turn: Turn, caseId: Id, level: number): void {
  const { visit, step } = turn.state;
  if (!visit || step !== 'rating' || !unratedCases(visit).includes(caseId)) return;
  turn
    .fact({ type: 'rating.given', caseId, level })
    .patch({ visit: { ...visit, ratings: [...visit.ratings, { caseId, level, at: turn.instantIn(0) }] } });
  rate(turn);
}

/** Thanks and the way out; the visit ends by itself after it. */
export function goodbye(turn: Turn): void {
  turn.patch({ print: null }).go('goodbye').timer('goodbye', GOODBYE_MS);
}

export function goodbyePassed(turn: Turn): void {
  if (turn.state.step === 'goodbye') leave(turn, 'completed');
}
