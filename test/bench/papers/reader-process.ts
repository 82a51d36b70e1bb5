import type { PaperReading } from '../../../contracts/domain/paper.ts';
import { describeThrown } from '../../../contracts/errors.ts';
import { isMain } from '../../../scripts/lib/project.ts';
import { openReader, type ReaderName } from '../ocr/readers.ts';

/** One reader in a process of its own, so that its memory can be told: pictures come by message, readings go back. */
export interface ReaderRequest {
  /** Base64 of a JPEG. */
  readonly jpeg: string;
}
export type ReaderAnswer =
  | { readonly ready: boolean }
  | { readonly ms: number; readonly reading: Pick<PaperReading, 'kind' | 'fields'> }
  | { readonly fault: string };

const say = (answer: ReaderAnswer) => process.send?.(answer);

async function serve(name: ReaderName): Promise<void> {
  const reader = await openReader(name);
  process.on('message', ({ jpeg }: ReaderRequest) => {
    const bytes = Buffer.from(jpeg, 'base64');
    const startedMs = performance.now();
    reader?.read(bytes).then(
      (reading) => say({ ms: performance.now() - startedMs, reading }),
      (thrown: unknown) => say({ fault: describeThrown(thrown) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  say({ ready: reader !== null });
}

if (isMain(import.meta.url)) await serve(process.argv[2] as ReaderName);
