import type { Namespace, Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { AgentRole } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { agentCalls } from '../../contracts/hub/agent.ts';
import { boothCalls } from '../../contracts/hub/booth.ts';
import { BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S } from '../../contracts/hub/login.ts';
import { technicianHubCalls } from '../../contracts/hub/technician.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { agentOfToken } from '../auth/login.ts';
import { saveBooth, spendToken } from '../auth/people-store.ts';
import { type PhoneContext, phoneOfToken } from '../auth/phone-session.ts';
import type { Person } from '../calls/centre.ts';
import { agentHandlers } from './agent.ts';
import type { AgentContext } from './agent-context.ts';
import { boothHandlers } from './booth.ts';
import type { BoothContext } from './booth-care.ts';
import { takesCalls } from './directory.ts';
import { departmentRoom, watchRoom } from './outbox.ts';
import type { HubParts } from './parts.ts';
import type { Publisher } from './publisher.ts';
import { registerCalls } from './register.ts';
import { watchSession } from './session-watch.ts';
import { type TechnicianContext, technicianHandlers } from './technician.ts';

const handshake = z.object({ token: z.string().min(1).max(4000) });

type Admit<Context> = (token: string) => Promise<Result<Context, XiaowuError>>;

/** Lets only those in who prove who they are; the proof's result is the socket's context. */
function guard<Context>(namespace: Namespace, parts: HubParts, admit: Admit<Context>): void {
  namespace.use((socket, next) => {
    const refuse = (error: XiaowuError) => next(Object.assign(new Error(error.code), { data: error }));
    const auth = handshake.safeParse(socket.handshake.auth);
    if (!auth.success) return refuse(fail('unauthenticated'));
    admit(auth.data.token).then(
      (result) => {
        if (!result.ok) return refuse(result.error);
        socket.data.context = result.value;
        next();
      },
      (thrown: unknown) => {
        parts.logger.error({ err: thrown, namespace: namespace.name }, 'a socket could not be checked');
        refuse(fail('internal'));
      },
    );
  });
}

/** One connection for each booth and desk: a newer one takes the place of an older, so no message is acted on twice. */
function takePlace(namespace: Namespace, socket: Socket, room: string): void {
  // Joined first, so that the older one does not leave an empty place behind.
  void socket.join(room);
  for (const id of namespace.adapter.rooms.get(room) ?? []) {
    if (id !== socket.id) namespace.sockets.get(id)?.disconnect(true);
  }
}

/** A booth or desk has connected to another hub at this time: connections of it here that are older are closed. */
export function leavePlace(io: Server, place: string, sinceMs: number): void {
  const [kind, id = ''] = place.split(' ');
  const namespace = io.of(`/${kind}`);
  for (const socketId of namespace.adapter.rooms.get(id) ?? []) {
    const socket = namespace.sockets.get(socketId);
    if (socket && socket.handshake.issued < sinceMs) socket.disconnect(true);
  }
}

function isLast(namespace: Namespace, room: string): boolean {
  return (namespace.adapter.rooms.get(room)?.size ?? 0) === 0;
}

/** Opens the four namespaces. Nothing may be said on the unnamed one. */
export function openSockets(io: Server, parts: HubParts): void {
  io.on('connection', (socket) => socket.disconnect(true));
  openBooths(io.of('/booth'), parts);
  openAgents(io.of('/agent'), parts);
  openPhones(io.of('/phone'), parts);
  openTechnicians(io.of('/technician'), parts);
}

function openBooths(namespace: Namespace, parts: HubParts): void {
  const { store, metrics, calls, boothKeys, directory, relays, outbox } = parts;
  const handlers = boothHandlers(parts);
  const audit = (action: 'booth.connected' | 'booth.disconnected', boothId: string) =>
    store.write((work) => work.audit({ action, actor: { kind: 'booth', id: boothId } }));
  guard<BoothContext>(namespace, parts, async (token) => {
    const proof = await boothKeys.verify(token, BOOTH_TOKEN_AUDIENCE, BOOTH_TOKEN_LIFETIME_S);
    const result = await store.write(async (work) => {
      const fresh = proof.ok && (await spendToken(work, proof.value.tokenId, proof.value.expiresAtMs));
      if (proof.ok && fresh) {
        await saveBooth(work.tx, proof.value.booth);
        directory.forgetBooth(proof.value.boothId);
        return ok({ boothId: proof.value.boothId });
      }
      const error = proof.ok ? fail('token_used') : proof.error;
      const actor = { kind: 'public', id: 'unknown' } as const;
      await work.audit({ action: 'booth.refused', actor, disposition: 'failure', detail: error.code });
      return err(error);
    });
    return result;
  });
  namespace.on('connection', (socket) => {
    const context = socket.data.context as BoothContext;
    const { boothId } = context;
    const lineId = socket.id;
    // Before the older line goes: a booth that comes back at once was never away.
    void parts.quietly(calls.dispatch({ type: 'booth.online', boothId, lineId }));
    takePlace(namespace, socket, boothId);
    parts.takePlace(`booth ${boothId}`, socket.handshake.issued);
    registerCalls(socket, boothCalls, handlers, context, { namespace: 'booth', ...parts });
    relays.keepFresh(socket, boothId, (iceServers) => outbox.toBooth(boothId, 'ice.servers', { iceServers }));
    metrics.boothsOnline.set(namespace.sockets.size);
    void parts.quietly(audit('booth.connected', boothId));
    socket.on('disconnect', () => {
      metrics.boothsOnline.set(namespace.sockets.size);
      void parts.quietly(calls.dispatch({ type: 'booth.offline', boothId, lineId }));
      if (!isLast(namespace, boothId)) return;
      void parts.quietly(audit('booth.disconnected', boothId));
      void parts.quietly(parts.tellTechnicians(boothId));
    });
  });
}

interface PersonContext extends AgentContext {
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

/** People log in for a page; their role says which. */
function admitPerson(parts: HubParts, roles: readonly AgentRole[]): Admit<PersonContext> {
  return async (token) => {
    const found = await agentOfToken(parts.store, parts.tokens, token);
    if (!found.ok) return found;
    const { agent, session } = found.value;
    if (!roles.includes(agent.role)) return err(fail('forbidden', `not for a ${agent.role}`));
    return ok({ agent, sessionId: session.sessionId, expiresAtMs: session.expiresAtMs });
  };
}

interface DeskContext extends PersonContext {
  /** Null for who takes no calls. */
  readonly person: Person | null;
}

function openAgents(namespace: Namespace, parts: HubParts): void {
  const { calls, metrics, relays, outbox } = parts;
  const handlers = agentHandlers(parts);
  const admit = admitPerson(parts, ['agent', 'supervisor']);
  guard<DeskContext>(namespace, parts, async (token) => {
    const admitted = await admit(token);
    if (!admitted.ok) return admitted;
    const { agent } = admitted.value;
    return ok({ ...admitted.value, person: takesCalls(agent) ? await parts.person(agent) : null });
  });
  namespace.on('connection', (socket) => {
    const context = socket.data.context as DeskContext;
    const { agent, person } = context;
    const lineId = socket.id;
    // Before the older line goes: a page that is loaded anew loses neither its place nor what rings there.
    const here = parts.quietly(calls.dispatch({ type: 'agent.online', agentId: agent.id, lineId, person }));
    takePlace(namespace, socket, agent.id);
    parts.takePlace(`agent ${agent.id}`, socket.handshake.issued);
    void socket.join(departmentRoom(agent.departmentId));
    const call = calls.callOfAgent(agent.id);
    if (call) parts.outbox.openDesk(agent.id, call.visitId);
    registerCalls(socket, agentCalls, handlers, { ...context, here }, { namespace: 'agent', ...parts });
    watchSession(socket, context, parts, () => calls.callOfAgent(agent.id) !== undefined);
    relays.keepFresh(socket, agent.id, (iceServers) => outbox.toAgent(agent.id, 'ice.servers', { iceServers }));
    metrics.agentsOnline.set(namespace.sockets.size);
    socket.on('disconnect', () => {
      metrics.agentsOnline.set(namespace.sockets.size);
      void parts.quietly(calls.dispatch({ type: 'agent.offline', agentId: agent.id, lineId }));
      if (isLast(namespace, agent.id)) parts.board.leave(agent.id);
    });
  });
}

function openPhones(namespace: Namespace, parts: HubParts): void {
  const { publisher } = parts;
  guard(namespace, parts, (token) => phoneOfToken(parts.store, parts.tokens, token));
  namespace.on('connection', (socket) => {
    const { visitId, checkinId } = socket.data.context as PhoneContext;
    registerCalls(socket, {}, {}, undefined, { namespace: 'phone', ...parts });
    void socket.join(checkinRoom(checkinId));
    if (visitId !== null) bindPhone(socket, visitId, publisher);
    socket.on('disconnect', () => {
      if (typeof socket.data.visitId === 'string') publisher.phoneWent(socket.data.visitId);
    });
  });
  parts.phoneLink.bind = (checkinId, visitId) => {
    for (const id of namespace.adapter.rooms.get(checkinRoom(checkinId)) ?? []) {
      const socket = namespace.sockets.get(id);
      if (socket) bindPhone(socket, visitId, publisher);
    }
  };
}

function checkinRoom(checkinId: string): string {
  return `checkin ${checkinId}`;
}

/** From now on the phone hears of this visit. */
function bindPhone(socket: Socket, visitId: string, publisher: Publisher): void {
  if (socket.data.visitId === visitId) return;
  socket.data.visitId = visitId;
  void socket.join(visitId);
  publisher.phoneCame(visitId);
}

function openTechnicians(namespace: Namespace, parts: HubParts): void {
  const handlers = technicianHandlers(parts);
  guard(namespace, parts, admitPerson(parts, ['technician', 'supervisor']));
  namespace.on('connection', (socket) => {
    const person = socket.data.context as PersonContext;
    let room: string | null = null;
    const context: TechnicianContext = {
      ...person,
      async look(boothId) {
        if (room !== null) await socket.leave(room);
        room = boothId === null ? null : watchRoom(boothId);
        if (room !== null) await socket.join(room);
        // Somebody who hung up while this was asked looks at nothing.
        if (socket.connected) parts.watch.look(socket.id, boothId);
      },
    };
    registerCalls(socket, technicianHubCalls, handlers, context, { namespace: 'technician', ...parts });
    watchSession(socket, person, parts, () => false);
    socket.on('disconnect', () => parts.watch.look(socket.id, null));
  });
}
