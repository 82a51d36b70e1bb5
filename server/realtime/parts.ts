import type { Agent } from '../../contracts/domain/people.ts';
import type { Visit } from '../../contracts/domain/visit.ts';
import type { BoothStatus } from '../../contracts/hub/technician.ts';
import type { BoothKeys } from '../auth/booth-keys.ts';
import type { FollowLinks } from '../auth/follow-links.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { BoardOffice } from '../board/office.ts';
import type { CallRunner } from '../call-runner.ts';
import type { CallCentre, Person } from '../calls/centre.ts';
import type { FormDesk } from '../forms/form-desk.ts';
import type { Logger } from '../log.ts';
import type { HubTexts } from '../texts.ts';
import type { VisitTools } from '../visits/context.ts';
import type { CodeHash } from '../visits/courier-codes.ts';
import type { BoothWatch } from './booth-watch.ts';
import type { Directory } from './directory.ts';
import type { Outbox } from './outbox.ts';
import type { Publisher } from './publisher.ts';
import type { Relays } from './relays.ts';

/** The parts of a running hub, as its surfaces (sockets and HTTP) need them. */
export interface HubParts extends VisitTools {
  readonly tokens: Tokens;
  readonly followLinks: FollowLinks;
  /** When the link to follow a visit ends, in milliseconds since the epoch; undefined while the visit goes on. */
  followUntilMs(visit: Pick<Visit, 'endedAt' | 'cases'>): number | undefined;
  readonly boothKeys: BoothKeys;
  readonly runner: CallRunner;
  readonly logger: Logger;
  readonly calls: CallCentre;
  readonly board: BoardOffice;
  readonly forms: FormDesk;
  /** What somebody who takes calls can and may do. */
  person(agent: Agent): Promise<Person>;
  /** Tells other hubs that a booth (`booth <id>`) or desk (`agent <id>`) has connected to this one, at this time. */
  takePlace(place: string, sinceMs: number): void;
  readonly directory: Directory;
  /** What the citizen is called in a call. */
  readonly citizenName: string;
  readonly texts: HubTexts;
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly relays: Relays;
  /** Set by the phone namespace: a phone that is connected already hears of the visit it has entered. */
  readonly phoneLink: { bind(checkinId: string, visitId: string): void };
  /** Who of the technicians looks at which booth. */
  readonly watch: BoothWatch;
  readonly codeHash: CodeHash;
  /** All booths as the technician's page shows them. */
  boothStatuses(): Promise<BoothStatus[]>;
  /** Waits for work that nobody awaits; a failure is logged. */
  quietly(work: Promise<unknown>): Promise<void>;
  /** Tells technicians how one booth is now. */
  tellTechnicians(boothId: string): Promise<void>;
}
