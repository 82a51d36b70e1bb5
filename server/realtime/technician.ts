import type { Handlers } from '../../contracts/channel.ts';
import type { Agent } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { StoredParcel, technicianHubCalls } from '../../contracts/hub/technician.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { findBooth } from '../auth/people-store.ts';
import { mayServe } from '../auth/technicians.ts';
import { listDiagnostics, listSelfChecks } from '../visits/booth-records.ts';
import { issueCode, liveCodes } from '../visits/courier-codes.ts';
import { clearByHand, findIncident, listIncidents } from '../visits/incidents.ts';
import { findStoredParcels } from '../visits/parcels.ts';
import { findParcelRow } from '../visits/visit-store.ts';
import type { AgentContext } from './agent-context.ts';
import type { HubParts } from './parts.ts';
import { relayTechnicianCall } from './technician-relay.ts';

export interface TechnicianContext extends AgentContext {
  /** From now on this socket hears of this booth and no other. */
  look(boothId: string | null): Promise<void>;
}

/**
 * The technician's page. Technicians and supervisors may look at every booth; only a technician of the booth's region may
 * do something at it. Nothing of a visit is in any answer but whether there is one.
 */
export function technicianHandlers(parts: HubParts): Handlers<typeof technicianHubCalls, TechnicianContext> {
  const { store } = parts;

  async function knownBooth(boothId: string) {
    const booth = await findBooth(store.db, boothId);
    return booth ? ok(booth) : err(fail('not_found', 'booth'));
  }

  async function listed<T>(boothId: string, list: () => Promise<T>): Promise<Result<T, XiaowuError>> {
    const booth = await knownBooth(boothId);
    return booth.ok ? ok(await list()) : booth;
  }

  /** Whether this person may do something at a booth; a refusal is on record. */
  async function mayAct(agent: Agent, boothId: string, detail: string): Promise<Result<void, XiaowuError>> {
    const booth = await knownBooth(boothId);
    if (!booth.ok) return booth;
    if (mayServe(agent, booth.value)) return ok();
    const actor = { kind: 'agent', id: agent.id } as const;
    await store.write((work) =>
      work.audit({ action: 'technician.refused', actor, subject: boothId, disposition: 'failure', detail }),
    );
    return err(fail('forbidden', 'not a technician of this region'));
  }

  return {
    hello: async () => ok({ booths: await parts.boothStatuses() }),

    async 'booth.call'({ boothId, name, input }, { agent }) {
      const booth = await knownBooth(boothId);
      return booth.ok ? relayTechnicianCall(parts, { agent, booth: booth.value, name, input }) : booth;
    },

    async 'booth.watch'({ boothId }, { look }) {
      if (boothId !== null) {
        const booth = await knownBooth(boothId);
        if (!booth.ok) return booth;
      }
      await look(boothId);
      return ok(null);
    },

    'incidents.list': ({ boothId }) => listed(boothId, () => listIncidents(store.db, boothId)),

    'self-checks.list': ({ boothId }) => listed(boothId, () => listSelfChecks(store.db, boothId)),

    'diagnostics.list': ({ boothId }) => listed(boothId, () => listDiagnostics(store.db, boothId)),

    'parcels.list': ({ boothId }) =>
      listed(boothId, async () => {
        const codes = await liveCodes(store.db, boothId, instantOf(store.clock));
        const rows = await findStoredParcels(store.db, boothId);
        return rows.map(
          ({ id, number, compartment, state, custody }): StoredParcel => ({
            id,
            number,
            compartment,
            state,
            custody,
            boothId,
            codeValidUntil: codes.get(id) ?? null,
          }),
        );
      }),

    async 'incidents.clear'({ incidentId }, { agent }) {
      const incident = await findIncident(store.db, incidentId);
      if (!incident) return err(fail('not_found', 'incident'));
      const { boothId, subject, code } = incident;
      const allowed = await mayAct(agent, boothId, `clear ${subject} ${code}`);
      if (!allowed.ok) return allowed;
      const cleared = await store.write((work) => clearByHand(work, incident, { kind: 'agent', id: agent.id }));
      if (cleared.ok) await parts.tellTechnicians(boothId);
      return cleared;
    },

    async 'parcels.issue-code'({ parcelId, purpose }, { agent }) {
      const row = await findParcelRow(store.db, parcelId);
      if (!row) return err(fail('not_found', 'parcel'));
      const allowed = await mayAct(agent, row.boothId, `code to ${purpose} ${row.number}`);
      if (!allowed.ok) return allowed;
      const actor = { kind: 'agent', id: agent.id } as const;
      return store.write((work) => issueCode(work, parts.codeHash, { parcelId, purpose, actor }));
    },
  };
}
