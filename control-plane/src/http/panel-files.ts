import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the panel, ready to be sent. */
export interface PanelFile {
  body: Uint8Array<ArrayBuffer>;
  /** Null where compressing gains nothing. */
  gzipped: Uint8Array<ArrayBuffer> | null;
  type: string;
  etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const COMPRESSED = /^(text\/|application\/|image\/svg)/;

/**
 * The built panel in memory, by path (`/assets/index-1a2b.js`). A request can only name what stands here, so no path
 * leads out of the folder. Files with other endings, hidden ones and links to elsewhere are left out.
 */
export function readPanelFiles(folder: string): ReadonlyMap<string, PanelFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry): [string, PanelFile][] => {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || entry.name.startsWith('.') || type === undefined) return [];
    const path = join(entry.parentPath, entry.name);
    return [[`/${relative(folder, path).split(sep).join('/')}`, readPanelFile(path, type)]];
  });
  return new Map(files);
}

function readPanelFile(path: string, type: string): PanelFile {
  const body = Uint8Array.from(readFileSync(path));
  return {
    body,
    gzipped: COMPRESSED.test(type) ? Uint8Array.from(gzipSync(body)) : null,
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
}

/** Changes when the panel was built again. */
export const builtAt = (folder: string): number => statSync(join(folder, 'index.html')).mtimeMs;
