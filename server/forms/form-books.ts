import { desc, eq } from 'drizzle-orm';
import type { FormSignature } from '../../contracts/domain/form.ts';
import { CASE_FORM, FORM, FORM_ACT } from '../keeping/places.ts';
import type { Reader } from '../keeping/vault.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { FormBooks } from './form-office.ts';
import { SharedForm } from './shared-form.ts';

/** The books of the forms of a visit, in a unit of work or only to read. */
export function formBooks({ db: tx, vault }: Reader, visitId: string, now: string): FormBooks {
  return {
    async load(caseId) {
      const [row] = await tx.select().from(schema.forms).where(eq(schema.forms.caseId, caseId));
      if (!row) return null;
      const { doc, fields, rev, version } = FORM.open(await vault.sealOf(tx, visitId), row);
      // Of a form whose time is over the count of its changes is left.
      return { doc: doc.length > 0 ? doc : SharedForm.empty().doc, fields, rev, version };
    },

    async save(caseId, { doc, fields, rev, version }, values) {
      const seal = await vault.sealFor(tx, visitId);
      const set = { ...FORM.close(seal, caseId, { doc, fields: { ...fields } }), rev, version, updatedAt: now };
      await tx
        .insert(schema.forms)
        .values({ caseId, ...set })
        .onConflictDoUpdate({ target: schema.forms.caseId, set });
      await tx
        .update(schema.cases)
        .set(CASE_FORM.close(seal, caseId, { form: values }))
        .where(eq(schema.cases.id, caseId));
    },

    async outcomeOf(actId) {
      const { id, outcome } = schema.formActs;
      const [row] = await tx.select({ outcome }).from(schema.formActs).where(eq(id, actId));
      return row?.outcome;
    },

    async addAct(caseId, { actId, act, by, outcome }) {
      const value = act.type === 'confirm' ? act.value : act.type === 'doubt' ? act.reason : null;
      const { fieldId, type } = act;
      const said = await FORM_ACT.keep({ db: tx, vault }, visitId, actId, { value });
      await tx.insert(schema.formActs).values({ id: actId, caseId, fieldId, type, ...said, by, outcome, at: now });
    },

    signature: (caseId) => lastSignature(tx, caseId),

    async voidSignature(signatureId, at) {
      await tx.update(schema.formSignatures).set({ voidedAt: at }).where(eq(schema.formSignatures.id, signatureId));
    },
  };
}

async function lastSignature(db: Db, caseId: string): Promise<FormSignature | null> {
  const [row] = await db
    .select()
    .from(schema.formSignatures)
    .where(eq(schema.formSignatures.caseId, caseId))
    .orderBy(desc(schema.formSignatures.signedAt))
    .limit(1);
  if (!row) return null;
  const { id, version, hash, signedAt, device, fileId, voidedAt } = row;
  return { id, version, hash, signedAt, device, fileId: fileId ?? undefined, voidedAt: voidedAt ?? undefined };
}
