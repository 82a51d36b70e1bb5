import { expect, it } from 'vitest';
import type { VisitFile } from '../../../contracts/domain/paper.ts';
import { listFiles } from './paper-files.ts';

const file = (id: string, source: VisitFile['source'] = 'document-camera'): VisitFile => ({
  id,
  visitId: 'v',
  source,
  mimeType: 'image/jpeg',
  sizeBytes: 1,
  sha256: '0',
  createdAt: '2026-01-31T01:30:00.000Z',
});

it('numbers what came one by one, and pages within their document, in the order of the citizen', () => {
  const files = [file('a'), file('p1'), file('b', 'phone'), file('p2'), file('c'), file('old')];
  const documents = [
    { id: 'empty', pages: [], dropped: [], done: false },
    { id: 'd', pages: [{ fileId: 'p2', side: 'front' as const }, { fileId: 'p1' }], dropped: ['old'], done: true },
  ];
  expect(listFiles({ files, documents }).map(({ file: { id }, name }) => [id, name])).toEqual([
    ['a', { key: 'stage.still', number: 1 }],
    ['b', { key: 'stage.phoneFile', number: 1 }],
    ['c', { key: 'stage.still', number: 2 }],
    ['p2', { key: 'stage.page', document: 1, page: 1, side: 'front' }],
    ['p1', { key: 'stage.page', document: 1, page: 2, side: null }],
  ]);
});

it('leaves a page out whose file is not there yet', () => {
  const documents = [{ id: 'd', pages: [{ fileId: 'p1' }], dropped: [], done: false }];
  expect(listFiles({ files: [], documents })).toEqual([]);
});
