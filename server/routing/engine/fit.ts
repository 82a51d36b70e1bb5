import { LAST_RING, type Need, type Qualification, type Region, type Work } from './types.ts';

/** Whether somebody may be asked for something, and in which ring. */

/** Whether a work may not be asked of somebody, whatever they can. */
export function isBarred({ onlyAgentId, notAgentIds }: Work, agentId: string): boolean {
  return (onlyAgentId !== undefined && onlyAgentId !== agentId) || notAgentIds?.includes(agentId) === true;
}

/** Level of the skill for a need; 0 without it. */
export function levelOf(
  { skills }: Qualification,
  { departmentId, serviceId }: Pick<Need, 'departmentId' | 'serviceId'>,
): number {
  let level = 0;
  for (const skill of skills) {
    const fits =
      skill.departmentId === departmentId &&
      (skill.serviceId === undefined || serviceId === undefined || skill.serviceId === serviceId);
    if (fits && skill.level > level) level = skill.level;
  }
  return level;
}

/**
 * The ring from which on people who serve the region may be asked, or null for never. Cheap conditions come first: this is
 * asked more often than anything.
 */
export function ringOf(who: Qualification, need: Need, regions: ReadonlyMap<string, Region>): number | null {
  if (!who.languages.includes(need.language) || !who.channels.includes(need.channel)) return null;
  if (need.authority !== undefined && !who.authorities.includes(need.authority)) return null;
  const level = levelOf(who, need);
  if (level === 0 || level < need.level - 1) return null;
  return level < need.level ? LAST_RING : ringOfTown(who.homeRegionId, need.regionId, regions);
}

/** The ring of a town, seen from another: what somebody there is with skill enough. */
export function ringOfTown(homeId: string, hereId: string, regions: ReadonlyMap<string, Region>): number {
  if (homeId === hereId) return 0;
  const [home, here] = [regions.get(homeId), regions.get(hereId)];
  return home && here && home.districtId === here.districtId ? 1 : 2;
}
