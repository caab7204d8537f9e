import { METHODS } from 'node:http';
import { headerOf, type RawRequest, wireText } from './raw-request.ts';

/**
 * What a runtime makes of a request: null where it takes it as any other, else the status it refuses it with, and
 * `fallback` where it hides the link from the router.
 */
export type Verdict = number | 'fallback' | null;

/**
 * Requests that a runtime refuses before any of the router's own code runs, as README lists them. The first that applies
 * counts.
 */
export interface RefusedRequest {
  readonly request: string;
  readonly applies: (request: RawRequest) => boolean;
  readonly node: Verdict;
  readonly workerd: Verdict;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Methods that Node's parser knows and workerd's does not. */
const ONLY_NODE = new Set(['BIND', 'LINK', 'M-SEARCH', 'MKCALENDAR', 'REBIND', 'SOURCE', 'UNBIND', 'UNLINK']);
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#\\%[\]]+|[^/?#\\%[\]]*\[[0-9a-f:.]+\][^/?#\\%[\]]*)(?:[/?#]|$)/i;

const isMalformedUtf8 = (text: string): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
    return false;
  } catch {
    return true;
  }
};

const pathOf = (target: string): string => target.split('?', 1)[0] ?? '';
const queryOf = (target: string): string => target.slice(pathOf(target).length);
const valuesOf = ({ headers }: RawRequest, name: RegExp): string[] =>
  headers
    .filter((header) => name.test(header))
    .map((header) => header.slice(header.indexOf(':') + 1).replace(/^[ \t]+|[ \t]+$/g, ''));

export const REFUSED_REQUESTS: readonly RefusedRequest[] = [
  {
    request: 'no HTTP at all: another protocol, a bare CR, what is no method or version',
    applies: ({ method, version, lineEnd }) =>
      lineEnd === '\r' || !TOKEN.test(method.replace(/^\r\n/, '')) || !/^HTTP\/\d\.\d$/.test(version),
    node: 400,
    workerd: 400,
  },
  { request: 'lines that end in a bare LF', applies: ({ lineEnd }) => lineEnd === '\n', node: 400, workerd: null },
  { request: 'the method CONNECT', applies: ({ method }) => method === 'CONNECT', node: 405, workerd: 500 },
  {
    request: 'a method that HTTP does not know',
    applies: ({ method }) => !METHODS.includes(method.trim()),
    node: 400,
    workerd: 501,
  },
  {
    request: 'one of `BIND`, `LINK`, `M-SEARCH`, `MKCALENDAR`, `REBIND`, `SOURCE`, `UNBIND`, `UNLINK`',
    applies: ({ method }) => ONLY_NODE.has(method),
    node: null,
    workerd: 501,
  },
  {
    request: 'HTTP/0.9, or 2.0 in the manner of 1.1',
    applies: ({ version }) => /^HTTP\/(?:0\.9|2\.0)$/.test(version),
    node: null,
    workerd: 400,
  },
  {
    request: 'any other version but HTTP/1.0 and 1.1',
    applies: ({ version }) => !/^HTTP\/1\.[01]$/.test(version),
    node: 400,
    workerd: 400,
  },
  {
    request: 'a request line above 64 KiB (Cloudflare: a URL above 16 KB)',
    applies: ({ target }) => target.length > 65_400 && target.length < 130_000 && !/[^\x21-\x7e]/.test(target),
    node: null,
    workerd: 414,
  },
  {
    request: 'the same with a byte in it that may not stand in a target',
    applies: ({ target }) => target.length > 65_400 && target.length < 130_000,
    node: 400,
    workerd: 400,
  },
  {
    request: 'a request line above 128 KiB',
    applies: ({ target }) => target.length >= 130_000,
    node: 431,
    workerd: 414,
  },
  {
    request: 'headers above 128 KiB',
    applies: (request) => wireText(request).length > 130_000,
    node: 431,
    workerd: null,
  },
  {
    request: 'a header that is none: a name that is no token, no name, no colon, a folded line, a bare CR within',
    applies: ({ headers }) =>
      headers.some(
        (header) => !TOKEN.test(header.split(':', 1)[0] ?? '') || !/:/.test(header) || /[\r\n]/.test(header),
      ),
    node: 400,
    workerd: 400,
  },
  {
    request: 'no Host in HTTP/1.1',
    applies: (request) => headerOf(request, 'host') === null && request.version === 'HTTP/1.1',
    node: 400,
    workerd: 400,
  },
  {
    request: 'no Host in HTTP/1.0',
    applies: (request) => headerOf(request, 'host') === null,
    node: null,
    workerd: 400,
  },
  {
    request: 'an empty Host, or one that is no UTF-8',
    applies: (request) => valuesOf(request, /^host:/i).some((value) => value === '' || isMalformedUtf8(value)),
    node: null,
    workerd: 400,
  },
  {
    request: 'a NUL in a header',
    applies: ({ headers }) => headers.some((header) => header.includes('\0')),
    node: null,
    workerd: 400,
  },
  {
    request: 'a `Content-Length` that is no number, or two that differ or stand in one line',
    applies: (request) => {
      const lengths = valuesOf(request, /^content-length:/i);
      return new Set(lengths).size > 1 || lengths.some((length) => !/^\d{1,18}$/.test(length));
    },
    node: 400,
    workerd: 400,
  },
  {
    request: 'the same `Content-Length` twice, or one beside `Transfer-Encoding`',
    applies: (request) =>
      valuesOf(request, /^(?:content-length|transfer-encoding):/i).length > 1 && !isUnknownCoding(request),
    node: 400,
    workerd: null,
  },
  {
    request: 'a `Transfer-Encoding` with a control character in it, or one that goes on after `chunked`',
    applies: (request) =>
      valuesOf(request, /^transfer-encoding:/i).some(
        (coding, _, all) => /\p{Cc}/u.test(coding) || /chunked,/.test(all.join()),
      ),
    node: 400,
    workerd: 400,
  },
  {
    request: 'another unknown `Transfer-Encoding`',
    applies: isUnknownCoding,
    node: null,
    workerd: 400,
  },
  {
    request: 'a space, a control character, or bytes ≥ 0x80 that are no UTF-8 in the target',
    // Of the control characters beyond ASCII no byte is one.
    applies: ({ target }) => /[ \p{Cc}]/u.test(target.replace(/[\x80-\xff]/g, '')) || isMalformedUtf8(target),
    node: null,
    workerd: 400,
  },
  {
    request: 'a raw `<` or `>` in the target, `"` in its query, or a backquote in its path',
    applies: ({ target }) => {
      const [seen = ''] = target.split('#', 1);
      return /[<>`]/.test(pathOf(seen)) || /["<>]/.test(queryOf(seen));
    },
    node: null,
    workerd: 400,
  },
  {
    request: 'a Host with a slash in it',
    applies: (request) => headerOf(request, 'host')?.includes('/') ?? false,
    node: null,
    workerd: 'fallback',
  },
  {
    request: 'a target that is neither a path nor an address with a host',
    applies: ({ target }) => !target.startsWith('/') && !ABSOLUTE.test(target) && /[/?\\]/.test(target),
    node: null,
    workerd: 400,
  },
];

function isUnknownCoding(request: RawRequest): boolean {
  const codings = valuesOf(request, /^transfer-encoding:/i);
  return codings.length > 0 && !/(?:^|[ ,])chunked$/.test(codings.join(', '));
}

/** What a runtime makes of any request. */
export const verdictOf =
  (runtime: 'node' | 'workerd') =>
  (request: RawRequest): Verdict =>
    REFUSED_REQUESTS.find(({ applies }) => applies(request))?.[runtime] ?? null;
