import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const PAGES = ['agent', 'phone', 'technician'] as const;

/** Names of built files that carry their own content's hash, so they never change. */
const HASHED = /-[\w-]{8,}\.\w+(?:\.(?:br|gz))?$/;
const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Headers of every answer. Scripts come from the hub alone; styles may stand in elements, because react-aria sets some;
 * pictures and media may be blobs, which stills and WebRTC streams are.
 */
export async function protectPages(app: FastifyInstance, tls: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'blob:', 'data:'],
        'media-src': ["'self'", 'blob:', 'mediastream:'],
        'font-src': ["'self'", 'data:'],
        // 'self' covers the socket too (CSP level 3); the schemes are there for browsers that do not know it yet.
        'connect-src': ["'self'", 'blob:', 'ws:', 'wss:'],
        'worker-src': ["'self'", 'blob:'],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: tls ? { maxAge: YEAR_S } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'permissions-policy',
      'camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), serial=()',
    );
  });
}

/** Serves the built pages; an address inside a page that is no file is the page itself. */
export async function servePages(app: FastifyInstance, pagesDir: string): Promise<void> {
  for (const page of PAGES) {
    const root = join(pagesDir, page);
    await app.register(async (scope) => {
      await scope.register(serveStatic, {
        root,
        prefix: `/${page}/`,
        redirect: true,
        // Pages may be built after the hub came up.
        wildcard: true,
        // The build lays `.br` and `.gz` beside each text file: a phone on 3G waits for a third of the bytes.
        preCompressed: true,
        decorateReply: page === PAGES[0],
        cacheControl: false,
        setHeaders: (response, path) => {
          response.header('cache-control', HASHED.test(path) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
        },
      });
    });
  }
  app.get('/', (_request, reply) => reply.redirect('/agent/'));
}

/** The page that an address belongs to, if it may be a place inside it. */
export function pageOf(pagesDir: string, url: string): string | undefined {
  const [, page, rest] = /^\/(agent|phone|technician)(?:\/([^?#]*))?/.exec(url) ?? [];
  if (!page || rest?.includes('.')) return undefined;
  return existsSync(join(pagesDir, page, 'index.html')) ? page : undefined;
}
