/** One request as it goes over the wire. Texts are Latin-1: a character for each byte. */
export interface RawRequest {
  /** The class of attack it belongs to, for the report of a failure. */
  readonly attack: string;
  readonly method: string;
  readonly target: string;
  readonly version: string;
  /** Header lines, `Host` among them. */
  readonly headers: readonly string[];
  readonly body: string;
  /** CRLF, but where that is the attack. */
  readonly lineEnd: string;
}

export type Change = Partial<Omit<RawRequest, 'attack' | 'target'>>;

export const HOST = 'Host: go.example';

export const aRequest = (attack: string, target: string, change: Change = {}): RawRequest => ({
  attack,
  method: 'GET',
  target,
  version: 'HTTP/1.1',
  headers: [HOST],
  body: '',
  lineEnd: '\r\n',
  ...change,
});

/** The same request with these header lines beside its Host. */
export const withHeaders = (attack: string, target: string, ...headers: string[]): RawRequest =>
  aRequest(attack, target, { headers: [HOST, ...headers] });

export const wireText = ({ method, target, version, headers, body, lineEnd }: RawRequest): string =>
  [`${method} ${target} ${version}`, ...headers, '', body].join(lineEnd);

/** The value of the first header of a name. */
export function headerOf({ headers }: RawRequest, name: string): string | null {
  const line = headers.find((header) => header.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

/** A text of Unicode as the bytes of its UTF-8. */
export const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

/** A list of texts without spaces. */
export const words = (text: string): readonly string[] => text.split(' ');
