import type { Namespace, Server } from 'socket.io';
import { z } from 'zod';
import type { CallInput, CallOutput, Pushes } from '../../contracts/channel.ts';
import { fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { ANY_DEPARTMENT, agentPushes } from '../../contracts/hub/agent.ts';
import { boothOrders, boothPushes } from '../../contracts/hub/booth.ts';
import { phonePushes } from '../../contracts/hub/phone.ts';
import { technicianPushes } from '../../contracts/hub/technician.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Logger } from '../log.ts';

/** A booth answers an order at once: it says that the order is taken, not that it is done. */
export const ORDER_TIMEOUT_MS = 5_000;

type Payload<P extends Pushes, K extends keyof P> = z.input<P[K]>;
type Orders = typeof boothOrders;

/** Everything that the hub says of its own accord. Each message is held against its contract before it leaves. */
export interface Outbox {
  toBooth<K extends keyof typeof boothPushes & string>(
    id: string,
    name: K,
    payload: Payload<typeof boothPushes, K>,
  ): void;
  toAgent<K extends keyof typeof agentPushes & string>(
    id: string,
    name: K,
    payload: Payload<typeof agentPushes, K>,
  ): void;
  /** To the desks that are connected to this very hub: news that every hub has and sends to its own. */
  toOwnDesks<K extends keyof typeof agentPushes & string>(
    name: K,
    payload: Payload<typeof agentPushes, K>,
    departmentId?: string,
  ): void;
  /** Departments that have desks connected to this very hub; every desk is of one. */
  ownDepartments(): string[];
  /** To all desks of a department; to every desk when nobody named one. */
  toDepartment<K extends keyof typeof agentPushes & string>(
    departmentId: string,
    name: K,
    payload: Payload<typeof agentPushes, K>,
  ): void;
  /** To the desks that have this visit before them. */
  toDesks<K extends keyof typeof agentPushes & string>(
    visitId: string,
    name: K,
    payload: Payload<typeof agentPushes, K>,
  ): void;
  toPhone<K extends keyof typeof phonePushes & string>(
    visitId: string,
    name: K,
    payload: Payload<typeof phonePushes, K>,
  ): void;
  toTechnicians<K extends keyof typeof technicianPushes & string>(
    name: K,
    payload: Payload<typeof technicianPushes, K>,
  ): void;
  /** To those technicians who look at this booth. */
  toWatchers<K extends keyof typeof technicianPushes & string>(
    boothId: string,
    name: K,
    payload: Payload<typeof technicianPushes, K>,
  ): void;
  /** Gives a booth an order and waits for its answer; `booth_offline` when it is not connected, `disconnected` when it goes. */
  order<K extends keyof Orders & string>(
    boothId: string,
    name: K,
    input: CallInput<Orders[K]>,
    timeoutMs?: number,
  ): Promise<Result<CallOutput<Orders[K]>, XiaowuError>>;
  isBoothOnline(boothId: string): Promise<boolean>;
  openDesk(agentId: string, visitId: string): void;
  /** The agent's desk is cleared: it hears of no visit any more. */
  closeDesks(agentId: string): void;
  /** The visit is over: its phones are told no more. */
  dropPhones(visitId: string): void;
}

export function createOutbox(io: Server, logger: Logger): Outbox {
  const booths = io.of('/booth');
  const agents = io.of('/agent');
  const phones = io.of('/phone');
  const technicians = io.of('/technician');

  function send(to: Pick<Namespace, 'emit'>, pushes: Pushes, name: string, payload: unknown): void {
    const checked = pushes[name]?.safeParse(payload);
    if (checked?.success) to.emit(name, checked.data);
    else
      logger.error(
        { push: name, detail: checked && z.prettifyError(checked.error) },
        'a push does not fit its contract',
      );
  }

  /** Rejects when the booth's socket on this hub closes: an answer that takes minutes is then not waited for. */
  function goneFrom(boothId: string) {
    const [socketId] = booths.adapter.rooms.get(boothId) ?? [];
    const socket = socketId === undefined ? undefined : booths.sockets.get(socketId);
    let isGone = false;
    let leave: () => void = () => undefined;
    const promise = new Promise<never>((_resolve, reject) => {
      leave = () => {
        isGone = true;
        reject(new Error('the booth has gone'));
      };
      socket?.once('disconnect', leave);
    });
    return { promise, hasGone: () => isGone, forget: () => void socket?.off('disconnect', leave) };
  }

  return {
    toBooth: (id, name, payload) => send(booths.to(id), boothPushes, name, payload),
    toAgent: (id, name, payload) => send(agents.to(id), agentPushes, name, payload),
    toOwnDesks: (name, payload, departmentId) => {
      const own = agents.local;
      send(departmentId === undefined ? own : own.to(departmentRoom(departmentId)), agentPushes, name, payload);
    },
    ownDepartments: () =>
      [...agents.adapter.rooms.keys()]
        .filter((room) => room.startsWith(DEPARTMENT_PREFIX))
        .map((room) => room.slice(DEPARTMENT_PREFIX.length)),
    toDepartment: (departmentId, name, payload) => {
      const all = departmentId === ANY_DEPARTMENT ? agents : agents.to(departmentRoom(departmentId));
      send(all, agentPushes, name, payload);
    },
    toDesks: (visitId, name, payload) => send(agents.to(desk(visitId)), agentPushes, name, payload),
    toPhone: (visitId, name, payload) => send(phones.to(visitId), phonePushes, name, payload),
    toTechnicians: (name, payload) => send(technicians, technicianPushes, name, payload),
    toWatchers: (boothId, name, payload) => send(technicians.to(watchRoom(boothId)), technicianPushes, name, payload),

    async order(boothId, name, input, timeoutMs = ORDER_TIMEOUT_MS) {
      const contract = boothOrders[name];
      const checked = contract.input.safeParse(input);
      if (!checked.success) return err(fail('invalid_input', z.prettifyError(checked.error)));
      if (!(await this.isBoothOnline(boothId))) return err(fail('booth_offline'));
      const gone = goneFrom(boothId);
      let answers: unknown[];
      try {
        const answered = booths.to(boothId).timeout(timeoutMs).emitWithAck(name, checked.data);
        answers = await Promise.race([answered, gone.promise]);
      } catch {
        return err(fail(gone.hasGone() ? 'disconnected' : 'timeout', `order ${name}`));
      } finally {
        gone.forget();
      }
      const answer = resultSchema(contract.output).safeParse(answers[0]);
      if (!answer.success) return err(fail('invalid_output', `order ${name}: ${z.prettifyError(answer.error)}`));
      return answer.data as Result<CallOutput<Orders[typeof name]>, XiaowuError>;
    },

    isBoothOnline: async (boothId) =>
      booths.adapter.rooms.has(boothId) || (await booths.in(boothId).fetchSockets()).length > 0,
    openDesk: (agentId, visitId) => agents.in(agentId).socketsJoin(desk(visitId)),
    closeDesks: (agentId) => {
      void agents
        .in(agentId)
        .fetchSockets()
        .then((sockets) => {
          for (const socket of sockets) {
            for (const room of socket.rooms) if (room.startsWith(DESK_PREFIX)) socket.leave(room);
          }
        })
        .catch((thrown: unknown) => logger.error({ err: thrown }, 'a desk could not be cleared'));
    },
    dropPhones: (visitId) => phones.in(visitId).disconnectSockets(true),
  };
}

/** Room of the technicians who look at a booth. */
export function watchRoom(boothId: string): string {
  return `watch ${boothId}`;
}

const DEPARTMENT_PREFIX = 'department ';

/** Room of the desks of a department. */
export function departmentRoom(departmentId: string): string {
  return `${DEPARTMENT_PREFIX}${departmentId}`;
}

const DESK_PREFIX = 'visit ';

/** Room of the desks that have a visit before them. */
function desk(visitId: string): string {
  return `${DESK_PREFIX}${visitId}`;
}
