import type { Handlers } from '../../contracts/channel.ts';
import type { boothIpcCalls } from '../../contracts/ipc/booth.ts';
import * as boothIntent from './booth-intent.ts';
import * as boothSetup from './booth-setup.ts';
import * as boothState from './booth-state.ts';
import * as callFirstFrame from './call-first-frame.ts';
import * as callSignal from './call-signal.ts';
import type { BoothIpcContext } from './context.ts';
import { formHandlers } from './form-calls.ts';
import * as formKeep from './form-keep.ts';
import * as formKept from './form-kept.ts';
import * as mediaDevices from './media-devices.ts';
import * as pageGive from './page-give.ts';
import * as pagesArrange from './pages-arrange.ts';
import * as paperPicture from './paper-picture.ts';
import * as probeDeliver from './probe-deliver.ts';
import * as slipPreview from './slip-preview.ts';
import * as stillDeliver from './still-deliver.ts';
import * as stillFail from './still-fail.ts';
import { technicianHandlers } from './technician-calls.ts';
import * as technicianUnlock from './technician-unlock.ts';

/** Every channel of the booth's screen with its handler; one that is forgotten does not compile. */
export const boothHandlers: Handlers<typeof boothIpcCalls, BoothIpcContext> = {
  [boothSetup.channel]: boothSetup.handler,
  [boothState.channel]: boothState.handler,
  [boothIntent.channel]: boothIntent.handler,
  [callSignal.channel]: callSignal.handler,
  [callFirstFrame.channel]: callFirstFrame.handler,
  [stillDeliver.channel]: stillDeliver.handler,
  [stillFail.channel]: stillFail.handler,
  [mediaDevices.channel]: mediaDevices.handler,
  [formKeep.channel]: formKeep.handler,
  [formKept.channel]: formKept.handler,
  [pageGive.channel]: pageGive.handler,
  [pagesArrange.channel]: pagesArrange.handler,
  [paperPicture.channel]: paperPicture.handler,
  [slipPreview.channel]: slipPreview.handler,
  [probeDeliver.channel]: probeDeliver.handler,
  [technicianUnlock.channel]: technicianUnlock.handler,
  ...formHandlers,
  ...technicianHandlers,
};
