import type { FormAct } from '../../../contracts/domain/form.ts';
import type { Receipt } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { Signal } from '../../../contracts/hub/signal.ts';
import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import type { TechnicianCallName } from '../../../contracts/technician/calls.ts';
import { createDemoBooth, demoFrames, demoMode } from '../../bench/testing/demo-booth.ts';
import { createCallSession } from '../../call/session.ts';
import type { CallSession } from '../../call/types.ts';
import { drawnPhoto, drawnTrack } from './drawn-picture.ts';
import { createFakeForm } from './fake-form.ts';
import { setup, technician, uuid } from './scenes.ts';

const LOOKS = [
  { wall: '#c9dcd8', coat: '#0a4347', hair: '#22201f' },
  { wall: '#e4d5bd', coat: '#3b4a6b', hair: '#2b2320' },
  { wall: '#d5dbe3', coat: '#5d3a4a', hair: '#191716' },
] as const;

export interface FakeBooth {
  readonly bridge: BoothBridge;
  /** All that the screen sent, in order. */
  readonly sent: { readonly name: string; readonly input: unknown }[];
  push(name: string, payload: unknown): void;
}

/** Set by whoever takes pictures of the screens: gives a receipt's PNG in base64, as the booth's printer code draws it. */
type SlipDrawer = (receipt: Receipt) => Promise<{ png: string; widthDots: number; heightDots: number }>;

async function drawSlip(receipt: Receipt | undefined) {
  const { drawReceipt } = globalThis as { drawReceipt?: SlipDrawer };
  if (!receipt || !drawReceipt) return { ok: false, error: fail('not_found') };
  const { png, ...size } = await drawReceipt(receipt);
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  return { ok: true, value: { png: bytes, ...size } };
}

/** A bridge whose main says one thing, and whose agents are real call sessions in the same page. */
export function createFakeBridge(first: BoothState): FakeBooth {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const sent: FakeBooth['sent'] = [];
  const agents = new Map<string, CallSession>();
  let state = first;
  if (state.timeoutAt) state = { ...state, timeoutAt: new Date(Date.now() + 21_500).toISOString() };
  if (state.courier?.waitUntil) {
    state = { ...state, courier: { ...state.courier, waitUntil: new Date(Date.now() + 3_500).toISOString() } };
  }
  if (state.call) {
    const awaySince = new Date(Date.now() - 23_000).toISOString();
    const parties = state.call.parties.map((party) => (party.awaySince ? { ...party, awaySince } : party));
    state = { ...state, call: { ...state.call, parties } };
  }
  if (state.checkin) {
    state = { ...state, checkin: { ...state.checkin, validUntil: new Date(Date.now() + 24_000).toISOString() } };
  }

  const push = (name: string, payload: unknown) => {
    if (name === 'booth.state') state = payload as BoothState;
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };

  const startAgents = () => {
    const { call, visit } = state;
    if (!call || !visit) return;
    const parties = call.parties.filter(
      (party) => (party.kind === 'agent' || party.kind === 'interpreter') && !party.awaySince,
    );
    parties.forEach((party, index) => {
      const session = createCallSession({
        callId: call.callId,
        selfPartyId: party.partyId,
        iceServers: [],
        sendSignal: async (toPartyId, signal) => {
          if (toPartyId === visit.id) push('call.signal', { callId: call.callId, fromPartyId: party.partyId, signal });
          else agents.get(toPartyId)?.receive(party.partyId, signal);
        },
        onError: (error) => console.error(`fake agent: ${error.message}`),
      });
      agents.set(party.partyId, session);
      const look = LOOKS[index];
      if (look) session.setLocal(party.kind === 'interpreter' ? 'interpreter' : 'face', drawnTrack(look));
      // Each fake agent talks with the booth only: the screen under test shows no more than that.
      session.setParties(call.parties.filter((each) => each.kind === 'citizen' || each === party));
    });
  };

  const demo = createDemoBooth({
    mode: demoMode(technician, Date.now()),
    by: technician,
    nowMs: () => Date.now(),
    picture: drawnPhoto(),
  });
  const forms = new Map<string, ReturnType<typeof createFakeForm>>();
  const answerForm = (name: string, { caseId, act }: { caseId: string; act: FormAct }) => {
    const isWhole = state.visit?.cases.some((each) => each.id === caseId && each.number.endsWith('4')) ?? false;
    const form = forms.get(caseId) ?? createFakeForm(caseId, isWhole);
    forms.set(caseId, form);
    if (name === 'form.open') return { ok: true, value: form.open() };
    if (name === 'form.edit') return { ok: true, value: form.edit() };
    if (name === 'form.act') return { ok: true, value: form.act(act) };
    return name === 'form.look' ? { ok: true, value: null } : { ok: false, error: fail('wrong_state') };
  };
  let pages = 0;
  let cancelStep: (() => void) | null = null;

  const bridge = {
    async call(name: string, input: unknown) {
      sent.push({ name, input });
      if (name === 'technician.unlock') return { ok: false, error: fail('rate_limited', '8') };
      if (name === 'technician.wire.watch') queueMicrotask(() => push('technician.wire', { frames: demoFrames }));
      if (name === 'technician.step.cancel') cancelStep?.();
      if (name.startsWith('technician.')) {
        const answer = demo.answer(name.slice('technician.'.length) as TechnicianCallName, input);
        if (name !== 'technician.view') queueMicrotask(() => push('technician.view', demo.view()));
        if (answer !== null) return answer;
        await new Promise<void>((resolve) => {
          cancelStep = resolve;
        });
        return { ok: false, error: fail('cancelled') };
      }
      if (name === 'form.keep') return { ok: true, value: null };
      if (name === 'form.kept') return { ok: true, value: {} };
      if (name.startsWith('form.')) return answerForm(name, input as { caseId: string; act: FormAct });
      if (name === 'slip.preview') return drawSlip(state.visit?.receipt);
      if (name === 'page.give') return { ok: true, value: { fileId: uuid(9_000 + ++pages) } };
      if (name === 'booth.setup') return { ok: true, value: setup };
      if (name === 'booth.state') {
        queueMicrotask(startAgents);
        return { ok: true, value: state };
      }
      if (name === 'call.signal') {
        const { toPartyId, signal } = input as { toPartyId: string; signal: Signal };
        if (state.visit) agents.get(toPartyId)?.receive(state.visit.id, signal);
      }
      return { ok: true, value: null };
    },
    on(name: string, listener: (payload: never) => void) {
      const set = listeners.get(name) ?? new Set();
      set.add(listener);
      listeners.set(name, set);
      return () => set.delete(listener);
    },
  };
  return { bridge: bridge as unknown as BoothBridge, sent, push };
}
