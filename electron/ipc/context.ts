import type { Handler } from '../../contracts/channel.ts';
import type { boothIpcCalls } from '../../contracts/ipc/booth.ts';
import type { BoothSetup } from '../../contracts/ipc/booth-state.ts';
import type { BoothCore } from '../booth/booth-core.ts';
import type { ProbeDesk } from '../booth/probe-desk.ts';
import type { TechnicianDesk } from '../booth/technician/desk.ts';
import type { TechnicianService } from '../booth/technician/service.ts';

/** What handlers of the booth's screen may use. */
export interface BoothIpcContext {
  readonly core: Pick<
    BoothCore,
    'state' | 'dispatch' | 'signal' | 'form' | 'stills' | 'previewReceipt' | 'paperPicture' | 'keepForm' | 'keptForms'
  > & {
    readonly technician: Pick<TechnicianService, 'unlock'> & {
      readonly probes: Pick<ProbeDesk, 'delivered'>;
      readonly desk: Pick<TechnicianDesk, 'call'>;
    };
  };
  readonly setup: () => BoothSetup;
}

export type BoothChannel = keyof typeof boothIpcCalls;
export type BoothHandler<K extends BoothChannel> = Handler<(typeof boothIpcCalls)[K], BoothIpcContext>;
