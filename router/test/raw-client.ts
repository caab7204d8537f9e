import { connect, type Socket } from 'node:net';

/** What came back for one request. */
export interface RawAnswer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

/**
 * Sends bytes as they are, one request per connection: no client library may tidy them up. Text is taken as Latin-1, a
 * byte for each character.
 */
export function sendRaw(port: number, request: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket: Socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(request, 'latin1')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks).toString('latin1'))));
    socket.setTimeout(10_000, () => socket.destroy());
  });
}

/** An ordinary GET of any target. */
export const getRaw = (port: number, target: string, headers: readonly string[] = []): Promise<RawAnswer> =>
  sendRaw(port, [`GET ${target} HTTP/1.1`, 'Host: go.example', 'Connection: close', ...headers, '', ''].join('\r\n'));

function readAnswer(text: string): RawAnswer {
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
    location: /\r\nlocation: ([^\r\n]*)/i.exec(text)?.[1] ?? null,
    text,
  };
}
