import type { Region } from '../../contracts/domain/catalogue.ts';
import type { Agent, Qualification } from '../../contracts/domain/people.ts';
import { ANY_DEPARTMENT } from '../../contracts/hub/agent.ts';
import type { AgentProfile, Region as RoutingRegion, Work } from '../routing/engine/types.ts';
import type { Person } from './centre.ts';
import type { Call, CallAsk } from './state.ts';

/** What people can do and what asks need, in the routing's words. */

const CHANNEL = 'booth';
/** Whoever can do it may be asked; the nearest first. */
const LEVEL = 1;

/** Interpreters stand in lines of their own. */
function interpretersOf(interprets: Qualification['interprets'][number]): string {
  return `interpreter-${interprets}`;
}

/** Regions as the catalogue has them: those of a province are a district, and all serve each other's citizens. */
export function routingRegions(regions: readonly Region[]): RoutingRegion[] {
  return regions.map(({ id, province }) => ({
    id,
    districtId: province['zh-CN'],
    partnerIds: regions.filter((one) => one.province['zh-CN'] !== province['zh-CN']).map((one) => one.id),
  }));
}

/**
 * Somebody who takes calls. Without a qualification on record they do what their department does, for every region. Who
 * named no department may be received by everybody.
 */
export function personOf(agent: Agent, qualification: Qualification | null, regionIds: readonly string[]): Person {
  const own = { departmentId: agent.departmentId, level: LEVEL };
  const interprets = qualification?.interprets ?? [];
  const profile: AgentProfile = {
    id: agent.id,
    homeRegionId: agent.regionId,
    regionIds: qualification?.regionIds ?? regionIds,
    skills: [
      ...(qualification?.skills ?? [own]),
      { departmentId: ANY_DEPARTMENT, level: LEVEL },
      ...interprets.map((one) => ({ departmentId: interpretersOf(one), level: LEVEL })),
    ],
    languages: agent.languages,
    authorities: qualification?.authorities ?? [],
    channels: [CHANNEL],
    capacity: qualification?.capacity ?? 1,
  };
  return { profile, departmentId: agent.departmentId };
}

/**
 * An ask as work of the routing. Who is asked by name was chosen by a colleague who knows them: the work needs what they
 * have. An interpreter need not speak the citizen's language of the screen, and no licence.
 */
export function workOf(call: Call, ask: CallAsk, only: Person | undefined, authority: string | undefined): Work {
  const common = {
    id: ask.askId,
    visitId: call.visitId,
    priority: ask.priority,
    channel: CHANNEL,
    level: LEVEL,
    notAgentIds: barredFrom(call, ask),
  } as const;
  if (only) {
    const { id, homeRegionId, languages } = only.profile;
    const departmentId = only.departmentId;
    return {
      ...common,
      onlyAgentId: id,
      departmentId,
      regionId: homeRegionId,
      language: languages[0] ?? call.language,
    };
  }
  const { regionId, language } = call;
  if (ask.interprets) return { ...common, departmentId: interpretersOf(ask.interprets), regionId, language };
  const { departmentId = ANY_DEPARTMENT, serviceId } = ask;
  return { ...common, departmentId, serviceId, regionId, language, authority };
}

/** Who is in the call already, and for a while who handed it on. */
function barredFrom({ parties }: Call, { purpose, byAgentId, widened }: CallAsk): string[] {
  const inCall = parties.filter((one) => one.kind !== 'citizen').map((one) => one.partyId);
  return purpose === 'transfer' && byAgentId !== undefined && !widened ? [...inCall, byAgentId] : inCall;
}
