import type { ReactNode } from 'react';
import type { TechnicianView } from '../../contracts/technician/calls.ts';
import type { TechnicianPort } from './port.ts';
import type { BenchState } from './state/bench.ts';
import type { BenchBooth } from './state/health.ts';
import type { Leave } from './state/leave.ts';
import type { BenchActions } from './state/use-bench.ts';
import type { WireLog } from './state/wire-log.ts';

/** What every page of the bench is given. */
export interface BenchContext {
  readonly port: TechnicianPort;
  /** Null while the booth has not told. */
  readonly view: TechnicianView | null;
  readonly booth: BenchBooth;
  readonly state: BenchState;
  readonly wireLog: WireLog;
  readonly leave: Leave;
  readonly act: BenchActions;
  /** The camera's picture as it is now; only at the booth, where the cameras are. */
  readonly livePicture: ((part: 'face' | 'document') => ReactNode) | null;
}
