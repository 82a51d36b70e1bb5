import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'vite';

const PAGES = ['bare', 'peer', 'mesh'] as const;
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

/** Bundles the bench's pages; each gets the same empty document around it. */
export async function bundlePages(outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: Object.fromEntries(PAGES.map((page) => [page, join(import.meta.dirname, 'pages', `${page}.ts`)])),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  return outDir;
}

/** Serves the bundled pages on loopback. */
export async function servePages(dir: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const page = /^\/(\w+)\.html$/.exec(path)?.[1];
    try {
      const body = page
        ? `<!doctype html><meta charset="utf-8"><title>${page}</title><body><script type="module" src="/${page}.js"></script>`
        : await readFile(join(dir, path));
      response
        .writeHead(200, { 'content-type': TYPES[page ? '.html' : extname(path)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      // Only a favicon is ever missing here.
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
