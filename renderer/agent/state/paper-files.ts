import type { VisitFile } from '../../../contracts/domain/paper.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';

/** A file as it is called at the desk: its kind with a number of its own, or a page of a document. */
export interface ListedFile {
  readonly file: VisitFile;
  readonly name:
    | { readonly key: 'stage.still' | 'stage.phoneFile' | 'stage.hubFile'; readonly number: number }
    | {
        readonly key: 'stage.page';
        readonly document: number;
        readonly page: number;
        readonly side: 'front' | 'back' | null;
      };
}

const KEYS = { 'document-camera': 'stage.still', phone: 'stage.phoneFile', hub: 'stage.hubFile' } as const;

/**
 * What there is to see of a visit: files one by one in the order in which they came, then documents page by page in the
 * citizen's order. Photographs that were taken again or away are left out.
 */
export function listFiles({ files, documents = [] }: Pick<Visit, 'files' | 'documents'>): ListedFile[] {
  const known = new Map(files.map((file) => [file.id, file]));
  const inDocuments = new Set(
    documents.flatMap(({ pages, dropped }) => [...pages.map(({ fileId }) => fileId), ...dropped]),
  );
  const alone = files.filter(({ id }) => !inDocuments.has(id));
  const single = alone.map(
    (file, index): ListedFile => ({
      file,
      name: {
        key: KEYS[file.source],
        number: alone.slice(0, index + 1).filter((other) => other.source === file.source).length,
      },
    }),
  );
  const shown = documents.filter(({ pages }) => pages.length > 0);
  const paged = shown.flatMap(({ pages }, document) =>
    pages.flatMap(({ fileId, side }, page): ListedFile[] => {
      const file = known.get(fileId);
      const name = { key: 'stage.page', document: document + 1, page: page + 1, side: side ?? null } as const;
      return file ? [{ file, name }] : [];
    }),
  );
  return [...single, ...paged];
}
