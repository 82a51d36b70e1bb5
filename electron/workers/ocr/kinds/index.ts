import { bankCard } from './bank-card.ts';
import { businessLicence } from './business-licence.ts';
import { contract } from './contract.ts';
import { deregistration } from './deregistration.ts';
import { fundApplication } from './fund-application.ts';
import { householdRegister } from './household-register.ts';
import { idCardBack } from './id-card-back.ts';
import { idCardFront } from './id-card-front.ts';
import type { KindRule } from './rule.ts';
import { taxClearance } from './tax-clearance.ts';

/** Every kind of document whose fields are read. */
export const KIND_RULES: readonly KindRule[] = [
  businessLicence,
  idCardFront,
  idCardBack,
  householdRegister,
  taxClearance,
  fundApplication,
  contract,
  bankCard,
  deregistration,
];
