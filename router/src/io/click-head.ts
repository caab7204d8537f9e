/** The head of a click, read with more patience than a parser of HTTP has. */
export interface ClickHead {
  readonly method: 'GET' | 'HEAD';
  /** Path and query; every byte that may not stand there percent-encoded (R12). */
  readonly target: string;
  /** By lower-case name; cookies are joined, of any other the first counts. */
  readonly headers: Readonly<Record<string, string>>;
}

// Lines end in CRLF and nowhere else, names are tokens, nothing is folded: what a proxy in front might read in another way
// is not read at all. The target is all between the spaces around it, as the parser has it.
const HEAD = /^(?:\r\n)*(GET|HEAD) +([^\r\n ](?:[^\r\n]*[^\r\n ])?) +HTTP\/1\.([01])\r\n((?:[^\r\n]+\r\n)*)\r\n/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([^\r\n]*)$/;

/**
 * Reads a head that Node's parser refused.
 *
 * @param text  from the request's first byte on, a character for each byte; what follows the head is left alone
 * @returns null for whatever is no click, or has a body, or could be framed in two ways: nobody may guess then
 */
export function readClickHead(text: string): ClickHead | null {
  const [, method, target, minor, lines] = HEAD.exec(text) ?? [];
  if ((method !== 'GET' && method !== 'HEAD') || target === undefined || lines === undefined) return null;
  const headers = readHeaders(lines);
  if (headers === null || (headers['host'] === undefined && minor === '1')) return null;
  return { method, target: escapeIllegal(target), headers };
}

/** @param lines  that each end in CRLF @returns null where they tell of a body, or of two hosts */
function readHeaders(lines: string): Record<string, string> | null {
  const headers = new Map<string, string>();
  for (const line of lines.split('\r\n').slice(0, -1)) {
    const [, written = '', value = ''] = HEADER_LINE.exec(line) ?? [];
    const name = written.toLowerCase();
    const known = headers.get(name);
    if (name === '' || TELLS_OF_BODY.has(name) || (name === 'host' && known !== undefined)) return null;
    if (known === undefined) headers.set(name, value);
    else if (name === 'cookie') headers.set(name, `${known}; ${value}`);
  }
  return Object.fromEntries(headers);
}

const TELLS_OF_BODY: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);

const escapeIllegal = (target: string): string =>
  target.replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
