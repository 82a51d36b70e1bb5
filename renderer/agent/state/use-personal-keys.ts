import { useState } from 'react';
import { loadKeys, saveKeys } from './key-map.ts';
import type { KeyMap } from './keys.ts';

export interface PersonalKeys {
  readonly keys: KeyMap;
  /** Whether single keys do anything: who dictates or types by voice turns them off. */
  readonly isOn: boolean;
  set(keys: KeyMap): void;
  setOn(on: boolean): void;
}

/** The keys of the person at the desk, kept on this computer. */
export function usePersonalKeys(agentId: string): PersonalKeys {
  const [kept, setKept] = useState(() => loadKeys(localStorage, agentId));
  const keep = (keys: KeyMap, on: boolean) => {
    saveKeys(localStorage, agentId, keys, on);
    setKept({ keys, on });
  };
  return {
    keys: kept.keys,
    isOn: kept.on,
    set: (keys) => keep(keys, kept.on),
    setOn: (on) => keep(kept.keys, on),
  };
}
