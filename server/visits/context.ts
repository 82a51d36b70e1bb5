import type { CatalogueIndex } from '../catalogue/catalogue.ts';
import type { Metrics } from '../metrics.ts';
import type { Requirements } from '../requirements/load.ts';
import type { Store } from '../store/work.ts';

/** What the parts of a visit's life share. */
export interface VisitTools {
  readonly store: Store;
  readonly catalogue: CatalogueIndex;
  readonly requirements: Requirements;
  readonly metrics: Metrics;
  /** Address under which phones reach the hub, without a trailing slash. */
  publicUrl(): string;
  /** Address of the page that shows how the cases of a visit stand. */
  followUrl(visitId: string): string;
}
