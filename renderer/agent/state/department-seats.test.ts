import { describe, expect, it } from 'vitest';
import type { Presence } from '../../../contracts/domain/people.ts';
import { departmentSeats } from './department-seats.ts';
import type { DeskCall, Invitation } from './desk-state.ts';
import { accepted, anAgent, CATALOGUE, IDS } from './testing.ts';

const call = (invitations: Record<string, Invitation> = {}, parties = accepted().parties): DeskCall => ({
  ...accepted({ parties }),
  invitations,
});
const seatOf = (department: string, presence: Presence, running = call()) =>
  departmentSeats({
    catalogue: CATALOGUE,
    colleagues: [{ agent: anAgent(IDS.tax, 'tax'), presence }],
    call: running,
    selfId: IDS.me,
  }).find((seat) => seat.department.id === department)?.state;

describe('departmentSeats', () => {
  it('tells free, busy and absent people apart', () => {
    expect(seatOf('tax', 'available')).toBe('free');
    expect(seatOf('tax', 'on-call')).toBe('busy');
    expect(seatOf('tax', 'break')).toBe('none');
    expect(seatOf('social', 'available')).toBe('none');
  });

  it('says how an invitation stands', () => {
    const invited = (state: Invitation['state']) =>
      call({ tax: { callId: IDS.call, departmentId: 'tax', agent: anAgent(IDS.tax, 'tax'), state } });
    expect(seatOf('tax', 'offered', invited('ringing'))).toBe('ringing');
    expect(seatOf('tax', 'available', invited('missed'))).toBe('missed');
    expect(seatOf('tax', 'offline', invited('nobody'))).toBe('nobody');
  });

  it('asks nobody in twice, and nobody into a full call', () => {
    const taxIn = {
      partyId: IDS.tax,
      kind: 'agent',
      displayName: 'tax',
      departmentId: 'tax',
      place: 'table',
      owner: false,
    } as const;
    const third = {
      partyId: IDS.offer,
      kind: 'agent',
      displayName: 'social',
      departmentId: 'social',
      place: 'table',
      owner: false,
    } as const;
    const { parties } = accepted();
    expect(seatOf('tax', 'on-call', call({}, [...parties, taxIn]))).toBe('inCall');
    const more = departmentSeats({
      catalogue: CATALOGUE,
      colleagues: [{ agent: anAgent(IDS.visit, 'market'), presence: 'available' }],
      call: call({}, [...parties, taxIn, third]),
      selfId: IDS.me,
    });
    expect(more.find((seat) => seat.department.id === 'market')?.state).toBe('full');
  });
});
