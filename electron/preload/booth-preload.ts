import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { BoothBridge } from '../../contracts/ipc/bridge.ts';
import { CALL_NAMES, PUSH_NAMES } from './channel-names.ts';

/** The one object between the booth's screen and main: named channels, no way to any other. Main validates. */
const bridge: BoothBridge = {
  call(name, input) {
    if (!CALL_NAMES.includes(name)) throw new Error(`unknown channel ${String(name)}`);
    return ipcRenderer.invoke(name, input);
  },
  on(name, listener) {
    if (!PUSH_NAMES.includes(name)) throw new Error(`unknown push ${String(name)}`);
    // The event object carries `sender`, with it a way round the bridge: only the payload is handed on.
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(name, forward);
    return () => {
      ipcRenderer.off(name, forward);
    };
  },
};

contextBridge.exposeInMainWorld('boothBridge', bridge);
