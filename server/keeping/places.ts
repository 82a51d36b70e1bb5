import { sql } from 'drizzle-orm';
import type { Notice } from '../../contracts/domain/notice.ts';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import type { Mailing, Receipt } from '../../contracts/domain/visit.ts';
import type { Call } from '../calls/state.ts';
import { spokenNotice } from '../requirements/speech.ts';
import * as schema from '../store/schema.ts';
import { place, type SealedPlace } from './place.ts';

/**
 * Every place of the database where a citizen's own values stand, and where agents write in words of their own. Whoever adds
 * a column of that kind adds it here: what is not here stands in clear.
 */

const { visits, timeline, cases, papers, readings, parcels, receipts, forms, formActs, notices, followUps, calls } =
  schema;

const NOBODY: Mailing = { recipient: '', phone: '', address: '' };

/** A fact without what it says of a person. */
function blankFact(fact: VisitFact): VisitFact {
  switch (fact.type) {
    case 'paper.read':
      return { ...fact, reading: { ...fact.reading, fields: [], text: '' } };
    case 'paper.confirmed':
      return { ...fact, fields: [] };
    case 'mailing.given':
      return { ...fact, mailing: NOBODY };
    case 'call.noted':
      return { ...fact, note: '' };
    default:
      return fact;
  }
}

/** Whether of a fact that said something nothing is left to tell: its time is over. */
export function isHollow(fact: VisitFact): boolean {
  return fact.type === 'mailing.given' && fact.mailing.recipient === '';
}

export const TIMELINE_FACT = place(timeline, ['fact'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`${timeline.fact}->>'type' in ('paper.read', 'paper.confirmed', 'mailing.given', 'call.noted')`,
  blank: ({ fact }) => ({ fact: blankFact(fact) }),
  says: ({ fact }) => blankFact(fact) !== fact,
});

export const READING = place(readings, ['fields', 'text'], {
  id: 'fileId',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`(${readings.fields} <> '[]' or ${readings.text} <> '')`,
  blank: () => ({ fields: [], text: '' }),
  says: ({ fields, text }) => fields.length > 0 || text !== '',
});

export const VISIT_MAILING = place(visits, ['mailing'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['visit', 'id'],
  inClear: sql`${visits.mailing} is not null`,
  blank: () => ({ mailing: null }),
  says: ({ mailing }) => mailing !== null,
});

export const PARCEL_MAILING = place(parcels, ['mailing'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`${parcels.mailing} is not null`,
  blank: () => ({ mailing: null }),
  says: ({ mailing }) => mailing !== null,
});

const blankReceipt = (data: Receipt): Receipt => ({
  ...data,
  parcels: data.parcels.map((parcel) => ({ ...parcel, recipient: '' })),
});

export const RECEIPT = place(receipts, ['data'], {
  id: 'number',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`jsonb_path_exists(${receipts.data}, '$.parcels[*].recipient ? (@ != "")')`,
  blank: ({ data }) => ({ data: blankReceipt(data) }),
  says: ({ data }) => data.parcels.some(({ recipient }) => recipient !== ''),
});

export const CASE_FORM = place(cases, ['form'], {
  id: 'id',
  sealed: 'sealedForm',
  owner: ['visit', 'visitId'],
  inClear: sql`${cases.form} <> '{}'`,
  blank: () => ({ form: {} }),
  says: ({ form }) => Object.keys(form).length > 0,
});

export const CASE_NOTE = place(cases, ['note'], {
  id: 'id',
  sealed: 'sealedNote',
  owner: ['visit', 'visitId'],
  inClear: sql`${cases.note} <> ''`,
  blank: () => ({ note: '' }),
  says: ({ note }) => note !== '',
});

export const PAPER_REASON = place(papers, ['reason'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['case', 'caseId'],
  inClear: sql`${papers.reason} is not null`,
  blank: () => ({ reason: null }),
  says: ({ reason }) => reason !== null,
});

/** The texts are an update of Yjs; none of them is empty in its bytes. */
export const FORM = place(forms, ['doc', 'fields'], {
  id: 'caseId',
  sealed: 'sealed',
  owner: ['case', 'caseId'],
  inClear: sql`length(${forms.doc}) > 0`,
  blank: () => ({ doc: new Uint8Array(0), fields: {} }),
  says: ({ doc }) => doc.length > 0,
  pack: ({ doc, fields }) => ({ doc: Buffer.from(doc).toString('base64'), fields }),
  unpack: ({ doc, fields }: { doc: string; fields: typeof forms.$inferSelect.fields }) => ({
    doc: new Uint8Array(Buffer.from(doc, 'base64')),
    fields,
  }),
});

export const FORM_ACT = place(formActs, ['value'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['case', 'caseId'],
  inClear: sql`${formActs.value} is not null`,
  blank: () => ({ value: null }),
  says: ({ value }) => value !== null,
});

function blankNotice(data: Notice): Notice {
  const { spoken: _, ...told } = { ...data, items: data.items.map(({ remark: __, ...item }) => item) };
  return { ...told, spoken: spokenNotice(told) };
}

export const NOTICE = place(notices, ['data'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`jsonb_path_exists(${notices.data}, '$.items[*].remark')`,
  blank: ({ data }) => ({ data: blankNotice(data) }),
  says: ({ data }) => data.items.some(({ remark }) => remark !== undefined),
});

export const FOLLOW_UP = place(followUps, ['phone', 'text'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`(${followUps.phone} <> '' or ${followUps.text} <> '')`,
  blank: () => ({ phone: '', text: '' }),
  says: ({ phone, text }) => phone !== '' || text !== '',
});

export const FOLLOW_UP_OUTCOME = place(followUps, ['outcome'], {
  id: 'id',
  sealed: 'sealedOutcome',
  owner: ['visit', 'visitId'],
  inClear: sql`${followUps.outcome} <> ''`,
  blank: ({ outcome }) => ({ outcome: outcome === null ? null : '' }),
  says: ({ outcome }) => outcome !== null && outcome !== '',
});

const withoutNotes = (state: Call): Call => ({
  ...state,
  asks: state.asks.map(withoutNote),
  parties: state.parties.map((party) => (party.ask ? { ...party, ask: withoutNote(party.ask) } : party)),
});

function withoutNote<A extends { readonly note?: string }>({ note: _, ...ask }: A): Omit<A, 'note'> {
  return ask;
}

export const CALL = place(calls, ['state'], {
  id: 'id',
  sealed: 'sealed',
  owner: ['visit', 'visitId'],
  inClear: sql`(jsonb_path_exists(${calls.state}, '$.asks[*].note') or jsonb_path_exists(${calls.state}, '$.parties[*].ask.note'))`,
  blank: ({ state }) => ({ state: withoutNotes(state) }),
  says: ({ state }) => [...state.asks, ...state.parties.map(({ ask }) => ask)].some((ask) => ask?.note !== undefined),
});

export const PLACES: readonly SealedPlace[] = [
  TIMELINE_FACT,
  READING,
  VISIT_MAILING,
  PARCEL_MAILING,
  RECEIPT,
  CASE_FORM,
  CASE_NOTE,
  PAPER_REASON,
  FORM,
  FORM_ACT,
  NOTICE,
  FOLLOW_UP,
  FOLLOW_UP_OUTCOME,
  CALL,
];
