import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Serves a page that runs one script, bundled, on loopback, where a browser grants camera and microphone. */
export async function servePage(entry: URL): Promise<{ readonly url: string; close(): Promise<void> }> {
  const script = await bundlePage(entry);
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><meta charset="utf-8"><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The script of a page with all that it imports. */
export async function bundlePage(entry: URL): Promise<string> {
  return (await bundleStyledPage(entry)).script;
}

/** The script of a page with all that it imports, and the styles of the components among it. */
export async function bundleStyledPage(entry: URL): Promise<{ readonly script: string; readonly styles: string }> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'chrome114',
      lib: { entry: fileURLToPath(entry), formats: ['iife'], name: 'page' },
    },
  });
  const [result] = Array.isArray(output) ? output : [output];
  const chunk = result && 'output' in result ? result.output.find((part) => part.type === 'chunk') : undefined;
  if (chunk?.type !== 'chunk') throw new Error(`${entry} was not bundled`);
  const styles =
    result && 'output' in result ? result.output.flatMap((part) => (part.type === 'asset' ? [part] : [])) : [];
  return {
    script: chunk.code,
    styles: styles
      .filter(({ fileName }) => fileName.endsWith('.css'))
      .map(({ source }) => String(source))
      .join('\n'),
  };
}
