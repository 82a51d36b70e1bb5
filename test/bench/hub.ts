import { enrolPlayedBooth, type RigHub, startRigHub } from '../rig/hub.ts';

/** The real hub on a database of its own, with a booth that the bench itself plays. */
export async function startHubForBench(dataDir: string): Promise<RigHub & { boothToken(): Promise<string> }> {
  const boothToken = await enrolPlayedBooth(dataDir);
  const hub = await startRigHub(dataDir);
  return { ...hub, boothToken };
}
