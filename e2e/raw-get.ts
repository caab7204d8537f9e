import { connect } from 'node:net';
import { BROWSER_USER_AGENT } from './browser-user-agent.ts';

export interface RawAnswer {
  status: number;
  /** By name in lower case, as they came. */
  headers: ReadonlyMap<string, string>;
}

/** A GET whose target goes over the wire byte for byte: no client in between that would tidy it up. */
export async function rawGet(port: number, target: string): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = [
    `GET ${target} HTTP/1.1`,
    'Host: localhost',
    `User-Agent: ${BROWSER_USER_AGENT}`,
    'Connection: close',
    '',
    '',
  ];
  const socket = connect(port, '127.0.0.1', () => socket.write(request.join('\r\n'), 'latin1'));
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.once('error', reject).once('close', () => resolve(text));
  const [statusLine = '', ...lines] = (await promise).split('\r\n\r\n')[0]?.split('\r\n') ?? [];
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(statusLine.split(' ')[1]), headers: new Map(headers) };
}
