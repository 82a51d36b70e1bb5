import { type FuseConfig, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

/**
 * What a machine in the street may never be talked into: https://www.electronjs.org/docs/latest/tutorial/fuses.
 * RunAsNode and the two about Node's options would turn the booth into a Node for whoever starts it; the file protocol has
 * no privileges because the screen has a protocol of its own.
 */
export const HARDENED_FUSES: Readonly<Record<FuseV1Options, boolean>> = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // WebAssembly, so text recognition, is several times slower without.
  [FuseV1Options.WasmTrapHandlers]: true,
};

function isFuse(key: string): boolean {
  return FuseV1Options[Number(key)] !== undefined;
}

/**
 * The configuration for one Electron: an older one has fewer fuses and refuses to be asked for more. A newer one that has a
 * fuse which is not named here is refused by `strictlyRequireAllFuses`.
 */
export async function fuseConfig(executable: string): Promise<FuseConfig> {
  const wire = await getCurrentFuseWire(executable);
  const known = Object.entries(HARDENED_FUSES).filter(([key]) => key in wire);
  return { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...Object.fromEntries(known) } as FuseConfig;
}

/** Reads the fuses back; returns those that are not as they should be, in words. Fuses that this Electron lacks are not counted. */
export async function wrongFuses(executable: string): Promise<string[]> {
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(executable)) };
  return Object.entries(wire)
    .filter(([key]) => key !== 'version')
    .flatMap(([key, state]) => {
      if (!isFuse(key)) return [`fuse ${key} is not in our table`];
      const name = FuseV1Options[Number(key)];
      const wanted = HARDENED_FUSES[Number(key) as FuseV1Options] ? FuseState.ENABLE : FuseState.DISABLE;
      return state === wanted ? [] : [`${name} is ${String(state)}, not ${wanted}`];
    });
}
