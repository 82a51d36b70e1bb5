import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFStream } from 'pdf-lib';
import { MAX_PDF_PAGES } from '../../contracts/hub/upload.ts';
import type { CleanAnswer } from './clean.ts';

/**
 * What makes a PDF do more than show pages (ISO 32000-1): scripts (12.6.4.16), programs started (12.6.4.5), files carried along
 * (7.11.4), forms of another format (12.7.8), films and models (13), data sent or fetched (12.7.5.2, 12.7.5.4).
 */
const ACTIVE_KEYS = ['JS', 'JavaScript', 'EmbeddedFile', 'EmbeddedFiles', 'XFA', 'RichMediaContent', 'Launch'];
const ACTIVE_KINDS = ['JavaScript', 'Launch', 'EmbeddedFile', 'RichMedia', 'SubmitForm', 'ImportData', 'Movie', '3D'];
/** Deeper than any page is described. */
const MAX_DEPTH = 60;

/** Builds a PDF anew from its pages alone. */
export async function cleanPdf(bytes: Uint8Array): Promise<CleanAnswer> {
  const given = await PDFDocument.load(bytes, { ignoreEncryption: true, updateMetadata: false });
  if (given.isEncrypted) return { ok: false, code: 'file_locked', detail: 'encrypted' };
  const active = activeThing(given);
  if (active) return { ok: false, code: 'file_unsafe', detail: active };
  const pages = given.getPageCount();
  if (pages === 0) return { ok: false, code: 'unreadable_image', detail: 'no pages' };
  if (pages > MAX_PDF_PAGES) return { ok: false, code: 'too_many_pages', detail: `${pages} pages` };
  const fresh = await PDFDocument.create({ updateMetadata: false });
  for (const page of await fresh.copyPages(given, given.getPageIndices())) {
    // Links and fields with their actions are not part of what a paper shows.
    page.node.delete(PDFName.of('AA'));
    fresh.addPage(page);
  }
  return { ok: true, file: { bytes: await fresh.save(), mimeType: 'application/pdf' } };
}

/** The first thing in a document that does more than show; undefined when there is none. */
function activeThing(document: PDFDocument): string | undefined {
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    const found = activeIn(object, 0);
    if (found) return found;
  }
  return activeIn(document.catalog, 0);
}

function activeIn(object: PDFObject, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return 'nested too deep';
  if (object instanceof PDFStream) return activeIn(object.dict, depth + 1);
  const inner = object instanceof PDFArray ? object.asArray() : object instanceof PDFDict ? object.values() : [];
  if (object instanceof PDFDict) {
    const key = ACTIVE_KEYS.find((name) => object.has(PDFName.of(name)));
    if (key) return key;
    for (const entry of ['S', 'Type', 'Subtype']) {
      const kind = object.get(PDFName.of(entry));
      if (kind instanceof PDFName && ACTIVE_KINDS.includes(kind.decodeText())) return kind.decodeText();
    }
  }
  for (const one of inner) {
    const found = activeIn(one, depth + 1);
    if (found) return found;
  }
  return undefined;
}
