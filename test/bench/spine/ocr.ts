import { runOcrBench } from '../ocr/ocr-bench.ts';

export const run = runOcrBench;
