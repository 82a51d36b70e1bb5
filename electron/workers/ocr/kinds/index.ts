import { businessLicence } from './business-licence.ts';
import { idCardFront } from './id-card-front.ts';
import type { KindRule } from './rule.ts';
import { taxClearance } from './tax-clearance.ts';

/** Every kind of document whose fields are read. */
export const KIND_RULES: readonly KindRule[] = [businessLicence, idCardFront, taxClearance];
