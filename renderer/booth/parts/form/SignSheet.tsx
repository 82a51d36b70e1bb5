import { useEffect, useRef, useState } from 'react';
import SignaturePad from 'signature_pad';
import { v7 } from 'uuid';
import { canonicalHash } from '../../../../contracts/domain/canonical.ts';
import type { Service } from '../../../../contracts/domain/catalogue.ts';
import { formContent } from '../../../../contracts/domain/form.ts';
import type { VisitCase } from '../../../../contracts/domain/visit.ts';
import type { FormView } from '../../../form/replica.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Sheet } from '../../../ui/components/Sheet.tsx';
import { useCommonText, useLocalized } from '../../../ui/i18n.ts';
import { useBooth } from '../../state/context.ts';
import { strokesOf } from '../../state/signature.ts';
import { useText } from '../../state/text.ts';
import { useValueWords } from './FormRow.tsx';
import styles from './form.module.css';

/** Ink in thousandths of the pad's width: a finger's line, thinner when it is quick. */
const THIN = 0.0035;
const THICK = 0.009;
/** One that is shorter is a slip of the finger. */
const MIN_POINTS = 8;

export interface SignSheetProps {
  readonly isOpen: boolean;
  readonly kase: VisitCase;
  readonly service: Service;
  readonly view: FormView;
  readonly onClose: () => void;
}

/**
 * All that is signed, and the place to sign. The signature is bound to the content as it stood when the sheet opened: if that
 * changes meanwhile, the sheet says so and begins anew.
 */
export function SignSheet(props: SignSheetProps) {
  return props.isOpen ? <OpenSheet key={props.view.version} {...props} /> : null;
}

function OpenSheet({ kase, service, view, onClose }: SignSheetProps) {
  const { signForm } = useBooth();
  const t = useText();
  const common = useCommonText();
  const localized = useLocalized();
  const words = useValueWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const signatureId = useRef(v7());
  const [points, setPoints] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  // What stands here now is what is signed, whatever happens in the meantime.
  const [content] = useState(() => formContent(kase.number, service, view.fields));
  const [hash, setHash] = useState<string | null>(null);
  useEffect(() => {
    void canonicalHash({ ...content, fields: content.fields.map((field) => ({ ...field })) }).then(setHash);
  }, [content]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    element.width = Math.round(width * devicePixelRatio);
    element.height = Math.round(height * devicePixelRatio);
    element.getContext('2d')?.scale(devicePixelRatio, devicePixelRatio);
    const made = new SignaturePad(element, { minWidth: width * THIN, maxWidth: width * THICK, penColor: '#17232b' });
    made.addEventListener('endStroke', () =>
      setPoints(made.toData().reduce((sum, group) => sum + group.points.length, 0)),
    );
    pad.current = made;
    return () => made.off();
  }, []);

  const clear = () => {
    pad.current?.clear();
    setPoints(0);
  };
  const sign = async () => {
    const element = canvas.current;
    if (!element || !pad.current || hash === null) return;
    setBusy(true);
    setFailed(false);
    const { width } = element.getBoundingClientRect();
    const answer = await signForm({
      caseId: kase.id,
      signatureId: signatureId.current,
      hash,
      strokes: strokesOf(pad.current.toData(), width),
      png: element.toDataURL('image/png').replace('data:image/png;base64,', ''),
    });
    setBusy(false);
    if (answer.ok) onClose();
    else setFailed(true);
  };
  return (
    <Sheet
      isOpen
      title={t('form.signTitle')}
      actions={
        <>
          <Button
            kind="primary"
            wide
            isDisabled={points < MIN_POINTS || busy || hash === null}
            data-action="give-signature"
            onPress={() => void sign()}
          >
            {t(busy ? 'form.signing' : 'form.giveSignature')}
          </Button>
          <Button wide data-action="clear-signature" onPress={clear}>
            {t('form.clearSignature')}
          </Button>
          <Button kind="quiet" wide data-action="close-signature" onPress={onClose}>
            {common('back')}
          </Button>
        </>
      }
    >
      <dl className={styles.content}>
        {service.form.map((field) => (
          <div key={field.id}>
            <dt>{localized(field.label)}</dt>
            <dd>{words(field, content.fields.find(({ id }) => id === field.id)?.value ?? '') || '—'}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.declare}>{t('form.declare')}</p>
      {failed && <Notice tone="warning">{t('form.signFailed')}</Notice>}
      <div className={styles.pad}>
        <canvas ref={canvas} data-signature aria-label={t('form.signHere')} />
        {points === 0 && <span aria-hidden>{t('form.signHere')}</span>}
      </div>
      <p className={styles.hash}>{t('form.bound', { version: view.version, hash: hash?.slice(0, 16) ?? '' })}</p>
    </Sheet>
  );
}
