import { type RefObject, useEffect, useRef, useState } from 'react';
import SignaturePad from 'signature_pad';
import { v7 } from 'uuid';
import { canonicalHash } from '../../contracts/domain/canonical.ts';
import type { Service } from '../../contracts/domain/catalogue.ts';
import { type FormContent, type FormSignInput, formContent } from '../../contracts/domain/form.ts';
import type { VisitCase } from '../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { FormView } from './replica.ts';
import { strokesOf } from './strokes.ts';

/** Ink in thousandths of the pad's width: a finger's line, thinner when it is quick. */
const THIN = 0.0035;
const THICK = 0.009;
const INK = '#17232b';
/** One that is shorter is a slip of the finger. */
const MIN_POINTS = 8;

/** The way of a signature to the hub. */
export type SignForm = (input: FormSignInput) => Promise<Result<unknown, XiaowuError>>;

export interface Signing {
  /** All that is signed. */
  readonly content: FormContent;
  /** SHA-256 of the content in hex; null while it is being computed. */
  readonly hash: string | null;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Nothing is written yet. */
  readonly blank: boolean;
  /** There is enough ink to be a name, and it is not on its way. */
  readonly ready: boolean;
  readonly busy: boolean;
  readonly failed: XiaowuError | null;
  clear(): void;
  /** Resolves to whether the hub took it. Given again after an answer was lost, it counts once. */
  give(): Promise<boolean>;
}

/**
 * A pad whose signature is bound to the content as it stood when the pad was put up; a content that changes meanwhile needs a
 * new pad (a new `key`), and the hub refuses a signature of the old one.
 */
export function useSignature(
  kase: Pick<VisitCase, 'id' | 'number'>,
  service: Pick<Service, 'id' | 'name' | 'form'>,
  view: Pick<FormView, 'fields'>,
  sign: SignForm,
): Signing {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const signatureId = useRef(v7());
  const [points, setPoints] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<XiaowuError | null>(null);
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
    const made = new SignaturePad(element, { minWidth: width * THIN, maxWidth: width * THICK, penColor: INK });
    made.addEventListener('endStroke', () =>
      setPoints(made.toData().reduce((sum, group) => sum + group.points.length, 0)),
    );
    pad.current = made;
    return () => made.off();
  }, []);

  return {
    content,
    hash,
    canvas,
    blank: points === 0,
    ready: points >= MIN_POINTS && !busy && hash !== null,
    busy,
    failed,
    clear() {
      pad.current?.clear();
      setPoints(0);
    },
    async give() {
      const element = canvas.current;
      if (!element || !pad.current || hash === null) return false;
      setBusy(true);
      setFailed(null);
      const { width } = element.getBoundingClientRect();
      const answer = await sign({
        caseId: kase.id,
        signatureId: signatureId.current,
        hash,
        strokes: strokesOf(pad.current.toData(), width),
        png: element.toDataURL('image/png').replace('data:image/png;base64,', ''),
      });
      setBusy(false);
      if (!answer.ok) setFailed(answer.error);
      return answer.ok;
    },
  };
}
