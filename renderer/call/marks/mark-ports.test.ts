import { expect, it } from 'vitest';
import { carries, type Place } from '../../../contracts/domain/call.ts';
import type { MarkMessage } from '../../../contracts/domain/marks.ts';
import { MarkPorts } from './mark-ports.ts';

const SELF = 'agent';
const UNDO: MarkMessage = { type: 'undo', number: 1, surface: { on: 'paper' } };
type Kind = 'citizen' | 'agent' | 'supervisor';

function room(places: Record<string, { kind: Kind; place: Place }>) {
  const sent: string[] = [];
  const said: string[] = [];
  const peers = new Map(
    Object.keys(places)
      .filter((partyId) => partyId !== SELF)
      .map((partyId) => [partyId, { marksOpen: true, sendMark: () => void sent.push(partyId) }]),
  );
  const may = (from: string, to: string) => {
    const [one, other] = [places[from], places[to]];
    return !!one && !!other && carries({ partyId: from, ...one }, { partyId: to, ...other }, 'paper');
  };
  const ports = new MarkPorts({
    peers,
    maySend: (partyId) => may(SELF, partyId),
    mayTake: (partyId) => may(partyId, SELF),
  });
  ports.listen((news) => said.push(news.type === 'message' ? `from ${news.fromPartyId}` : `reached ${news.partyId}`));
  return { ports, sent, said, places };
}

it('goes from the table to the table and to who listens, and back from the table alone', () => {
  const { ports, sent, said } = room({
    [SELF]: { kind: 'agent', place: 'table' },
    citizen: { kind: 'citizen', place: 'table' },
    aside: { kind: 'agent', place: 'aside' },
    held: { kind: 'agent', place: 'hold' },
    listener: { kind: 'supervisor', place: 'gallery' },
    whisperer: { kind: 'supervisor', place: 'ear' },
  });
  ports.send(UNDO);
  expect(sent).toEqual(['citizen', 'listener', 'whisperer']);
  for (const from of ['citizen', 'aside', 'held', 'listener', 'whisperer', 'stranger']) ports.take(from, UNDO);
  expect(said).toEqual(['from citizen']);
});

it('tells who is reached, again after the line or the place was another', () => {
  const { ports, said, places } = room({
    [SELF]: { kind: 'agent', place: 'table' },
    citizen: { kind: 'citizen', place: 'table' },
  });
  ports.regroup();
  ports.regroup();
  expect(said).toEqual(['reached citizen']);
  places[SELF] = { kind: 'agent', place: 'aside' };
  ports.regroup();
  places[SELF] = { kind: 'agent', place: 'table' };
  ports.regroup();
  ports.opened('citizen');
  expect(said).toEqual(Array(3).fill('reached citizen'));
});
