import { describe } from 'vitest';
import { hubSuites } from './suites/all.ts';

describe('hub on the embedded database', () => {
  hubSuites(async () => ({ place: { kind: 'embedded', folder: 'memory' }, close: async () => undefined }));
});
