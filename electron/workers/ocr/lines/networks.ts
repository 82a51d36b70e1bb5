import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web';
import type { Networks, ReadText } from './reader.ts';

/** Where the networks lie. */
export interface NetworkFiles {
  readonly find: string;
  readonly read: string;
  /** One character a line. */
  readonly characters: string;
}

// Threads of one network spin while they wait for each other: on busy cores a page then takes ten times as long. Two networks, each
// on a core of its own (`beside.ts`), only share what there is.
ort.env.wasm.numThreads = 1;

async function open(file: string) {
  const session = await ort.InferenceSession.create(await readFile(file), {
    executionProviders: ['wasm'],
    // Every line has its own width: memory kept for each would never be used again.
    enableMemPattern: false,
    enableCpuMemArena: false,
  });
  const [input, output] = [session.inputNames[0] ?? '', session.outputNames[0] ?? ''];
  return async (planes: Float32Array, heightPx: number, widthPx: number) => {
    const results = await session.run({ [input]: new ort.Tensor('float32', planes, [1, 3, heightPx, widthPx]) });
    const tensor = results[output];
    if (!tensor) throw new Error(`no output ${output}`);
    return { data: tensor.data as Float32Array, dims: tensor.dims };
  };
}

async function charactersOf(files: NetworkFiles): Promise<readonly string[]> {
  const characters = (await readFile(files.characters, 'utf8')).replace(/\r?\n$/, '').split(/\r?\n/);
  // The blank comes last, behind the file's (PP-OCR's use_space_char).
  return [...characters, ' '];
}

/** Opens the network that reads a line, on one core, in WebAssembly. Rejects when a file is missing or no network. */
export async function openReadText(files: NetworkFiles): Promise<ReadText> {
  const [run, characters] = [await open(files.read), await charactersOf(files)];
  return async (planes, widthPx) => {
    const { data, dims } = await run(planes, 48, widthPx);
    const [, steps = 0, classes] = dims;
    if (classes !== characters.length + 1) throw new Error(`${classes} classes for ${characters.length} characters`);
    return { data, steps };
  };
}

/** Opens both networks, as `openReadText` does. */
export async function openNetworks(files: NetworkFiles): Promise<Networks> {
  const [find, readText] = [await open(files.find), await openReadText(files)];
  return {
    characters: await charactersOf(files),
    findText: async (planes, widthPx, heightPx) => (await find(planes, heightPx, widthPx)).data,
    readText,
  };
}
