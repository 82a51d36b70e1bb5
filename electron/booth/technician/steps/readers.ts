import { evidence, failed, passed, type Step } from './step.ts';

/** How long a person has to find a code or a card and hold it where it is read. */
const PERSON_WAIT_MS = 45_000;

/** Waits for a code. What it says stays with whoever holds it: the record keeps only how long it was. */
export const scannerStep: Step = {
  name: 'scanner.code',
  duringVisit: false,
  async run(_target, { callDevice, nowMs }) {
    const startedMs = nowMs();
    const read = await callDevice('scanner.read', { waitMs: PERSON_WAIT_MS });
    if (!read.ok) return failed(read.error);
    return passed(
      evidence('characters', read.value.text.length),
      evidence('read-time', Math.round(nowMs() - startedMs), 'ms'),
    );
  },
};

/** Waits for a card and reads it. Nothing that the card says is kept, only which kind it is. */
export const cardStep: Step = {
  name: 'id-reader.card',
  duringVisit: false,
  async run(_target, { callDevice, nowMs }) {
    const startedMs = nowMs();
    const read = await callDevice('id-reader.read', { waitMs: PERSON_WAIT_MS });
    if (!read.ok) return failed(read.error);
    return passed(
      evidence('card-kind', read.value.card.kind),
      evidence('read-time', Math.round(nowMs() - startedMs), 'ms'),
    );
  },
};
