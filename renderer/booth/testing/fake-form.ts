import * as Y from 'yjs';
import { toBase64 } from '../../../contracts/domain/base64.ts';
import type { FormField } from '../../../contracts/domain/catalogue.ts';
import { EMPTY_FIELD, type FormAct, type FormFieldState, type FormWriter } from '../../../contracts/domain/form.ts';

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const AT = '2026-01-31T08:00:00.000Z';

/** The questions of the form that pictures show: one of each kind that a hand answers otherwise. */
export const FAKE_FORM: FormField[] = [
  { id: 'company-name', label: both('单位名称', 'Company'), kind: 'text', required: true },
  { id: 'credit-code', label: both('统一社会信用代码', 'Credit code'), kind: 'credit-code', required: true },
  { id: 'phone', label: both('联系电话', 'Telephone'), kind: 'phone', required: true },
  { id: 'closing-date', label: both('拟注销日期', 'Closing date'), kind: 'date', required: true },
  {
    id: 'reason',
    label: both('注销原因', 'Reason'),
    kind: 'choice',
    required: true,
    choices: [
      { id: 'resolution', label: both('股东决定解散', 'Decided by the owners') },
      { id: 'term-ended', label: both('营业期限届满', 'Term ended') },
    ],
  },
  { id: 'unpaid-tax', label: both('尚未缴纳的税费（元）', 'Unpaid tax (yuan)'), kind: 'amount', required: true },
  { id: 'invoices-returned', label: both('发票已全部缴销', 'Invoices returned'), kind: 'boolean', required: true },
];

const agent: FormWriter = { side: 'agent', device: 'desk', name: '演示坐席', at: AT };
const citizen: FormWriter = { side: 'citizen', device: 'booth', name: '', at: AT };
const confirmed = (value: string, by: FormWriter): FormFieldState => ({
  ...EMPTY_FIELD,
  confirmed: { value, by, seq: 1 },
});

/** What the hub of a picture holds; `whole`: everything confirmed, so that it can be signed. */
export function createFakeForm(caseId: string, whole: boolean) {
  const doc = new Y.Doc();
  const values: Record<string, string> = {
    'company-name': '演示晓屋餐饮有限公司',
    'credit-code': '91350100M000100Y43',
    phone: '13800000000',
    ...(whole
      ? { 'closing-date': '2026-02-28', reason: 'resolution', 'unpaid-tax': '0', 'invoices-returned': 'true' }
      : { reason: 'resolution' }),
  };
  for (const [id, value] of Object.entries(values)) doc.getText(id).insert(0, value);
  let fields: Record<string, FormFieldState> = whole
    ? Object.fromEntries(Object.entries(values).map(([id, value]) => [id, confirmed(value, citizen)]))
    : {
        'company-name': confirmed('演示晓屋餐饮有限公司', agent),
        'credit-code': {
          ...confirmed('91350100M000100Y43', citizen),
          proposals: [{ value: '91350100M000100Y4X', by: agent }],
        },
      };
  let rev = 1;
  const changed = (update = '') => ({ caseId, rev, update, fields, version: 3, signature: null });
  return {
    open: () => ({
      ...changed(toBase64(Y.encodeStateAsUpdate(doc))),
      vector: toBase64(Y.encodeStateVector(doc)),
      writable: true,
    }),
    edit: () => {
      rev += 1;
      return changed();
    },
    act: (act: FormAct) => {
      rev += 1;
      if (act.type === 'confirm') fields = { ...fields, [act.fieldId]: confirmed(act.value, citizen) };
      return { outcome: 'applied', changed: changed() };
    },
  };
}
