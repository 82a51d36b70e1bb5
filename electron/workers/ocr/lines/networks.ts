import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import type { Networks } from './reader.ts';

/** Where the networks lie. */
export interface NetworkFiles {
  readonly find: string;
  readonly read: string;
  /** One character a line. */
  readonly characters: string;
}

/** Opens both networks on one core, in WebAssembly. Rejects when a file is missing or no network. */
export async function openNetworks(files: NetworkFiles): Promise<Networks> {
  // More threads bring a fifth of the time and take the cores that the call needs.
  ort.env.wasm.numThreads = 1;
  const options: ort.InferenceSession.SessionOptions = {
    executionProviders: ['wasm'],
    // Every line has its own width: memory kept for each would never be used again.
    enableMemPattern: false,
    enableCpuMemArena: false,
  };
  const open = async (file: string) => ort.InferenceSession.create(await readFile(file), options);
  const [finder, reader] = [await open(files.find), await open(files.read)];
  const run = async (session: ort.InferenceSession, planes: Float32Array, heightPx: number, widthPx: number) => {
    const [input, output] = [session.inputNames[0] ?? '', session.outputNames[0] ?? ''];
    const results = await session.run({ [input]: new ort.Tensor('float32', planes, [1, 3, heightPx, widthPx]) });
    const tensor = results[output];
    if (!tensor) throw new Error(`no output ${output}`);
    return { data: tensor.data as Float32Array, dims: tensor.dims };
  };
  const characters = (await readFile(files.characters, 'utf8')).replace(/\r?\n$/, '').split(/\r?\n/);
  return {
    // The blank comes last, behind the file's (PP-OCR's use_space_char).
    characters: [...characters, ' '],
    findText: async (planes, widthPx, heightPx) => (await run(finder, planes, heightPx, widthPx)).data,
    async readText(planes, widthPx) {
      const { data, dims } = await run(reader, planes, 48, widthPx);
      const [, steps = 0, classes] = dims;
      if (classes !== characters.length + 2) throw new Error(`${classes} classes for ${characters.length} characters`);
      return { data, steps };
    },
  };
}
