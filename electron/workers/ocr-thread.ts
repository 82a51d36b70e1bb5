import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { describeThrown } from '../../contracts/errors.ts';
import type { GreyImage } from '../../papers/image.ts';
import { type BesideData, serveLines, withReaderBeside } from './ocr/lines/beside.ts';
import { openNetworks } from './ocr/lines/networks.ts';
import type { ReaderParts, ThreadAnswer, ThreadRequest } from './ocr/lines/protocol.ts';
import { createLineReader } from './ocr/lines/reader.ts';
import { openSecondEngine } from './ocr/lines/second-engine.ts';

/**
 * Entry of the threads that hold the networks, of which one starts the other to read lines beside it: their end gives the memory
 * back, and a stuck page ends with them.
 */
async function serve(port: MessagePort): Promise<void> {
  const say = (answer: ThreadAnswer) => port.postMessage(answer);
  try {
    const { networks: files, second } = workerData as ReaderParts;
    const own = await openNetworks(files);
    const readText = await withReaderBeside(own.readText, import.meta.filename, files);
    const reader = createLineReader({ ...own, readText }, () => openSecondEngine(second));
    /** The page read last, for closer looks. */
    let page: GreyImage | null = null;
    const answer = async (request: ThreadRequest) => {
      if (request.kind === 'page') {
        page = request.image;
        return await reader.page(page);
      }
      return page ? [await reader.line(page, request.place, request.look)] : [];
    };
    port.on('message', (request: ThreadRequest) => {
      answer(request).then(
        (lines) => say({ id: request.id, lines }),
        (thrown: unknown) => say({ id: request.id, fault: describeThrown(thrown) }),
      );
    });
    say({ id: 0, lines: [] });
  } catch (thrown) {
    say({ id: 0, fault: describeThrown(thrown) });
  }
}

if (parentPort && 'readsLinesOf' in workerData) void serveLines(parentPort, workerData as BesideData);
else if (parentPort) void serve(parentPort);
