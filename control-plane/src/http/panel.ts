import { ProblemError } from '@alyson/schema';
import type { Context as HonoContext } from 'hono';
import type { Deps } from '../context.ts';
import type { App, AppEnv } from './app-env.ts';
import { builtAt, type PanelFile, readPanelFiles } from './panel-files.ts';

/** Addresses of programs: an unknown one is an error there, and not a page. */
const NOT_PAGES = /^\/(v1|webhooks|assets|healthz|readyz|metrics|openapi\.json|docs)(\/|$)/;

const PANEL_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'", // widths and positions that are only known while drawing
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the built panel, if its folder is configured. Its own addresses all get the one page, which reads them itself. */
export function registerPanel(app: App, { config, log }: Deps): void {
  const { panelDir } = config;
  if (panelDir === null) return;
  let files = readPanelFiles(panelDir);
  let readAt = builtAt(panelDir);

  const current = () => {
    try {
      const built = builtAt(panelDir);
      if (built !== readAt) files = readPanelFiles(panelDir);
      readAt = built;
    } catch (error) {
      log.warn({ err: error }, 'the panel cannot be read; the one in memory is served');
    }
    return files;
  };

  app.get('*', (c) => {
    const { path } = c.req;
    const file = current().get(path);
    if (file && path !== '/index.html') return send(c, file, path.startsWith('/assets/'));
    const page = current().get('/index.html');
    if (!page || NOT_PAGES.test(path)) throw new ProblemError('not_found');
    return send(c, page, false);
  });
}

/** @param isNamedByContent  its name changes with its content, so it can be kept for ever */
function send(c: HonoContext<AppEnv>, file: PanelFile, isNamedByContent: boolean): Response {
  c.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
  c.header('etag', file.etag);
  c.header('vary', 'accept-encoding');
  // With 304 too: a browser takes the headers of that for the page that it has kept.
  c.header('content-security-policy', PANEL_POLICY);
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
  c.header('content-type', file.type);
  const isGzipped = file.gzipped !== null && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
  if (isGzipped) c.header('content-encoding', 'gzip');
  return c.body(isGzipped && file.gzipped ? file.gzipped : file.body);
}
