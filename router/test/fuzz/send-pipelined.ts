import { connect } from 'node:net';

/** One answer as it came. Texts are Latin-1, names lower-case. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Conversation {
  readonly answers: readonly WireAnswer[];
  /** How it ended: the server closed, or the client had all it wanted, or nothing more came. */
  readonly end: 'closed' | 'answered' | 'silent';
  /** What came beyond the answers. */
  readonly rest: string;
}

export interface Sent {
  readonly method: string;
  readonly text: string;
}

const SILENCE_MS = 10_000;

/**
 * Sends bytes as they are, all at once, over one connection: no client library may tidy them up.
 *
 * @param mustClose  wait until the server closes; otherwise the connection is given up when all is answered
 */
export function sendPipelined(port: number, requests: readonly Sent[], mustClose: boolean): Promise<Conversation> {
  return new Promise((resolve) => {
    const answers: WireAnswer[] = [];
    let received = '';
    const finish = (end: Conversation['end']) => {
      resolve({ answers, end, rest: received });
      socket.destroy();
    };
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setTimeout(SILENCE_MS, () => finish('silent'));
    socket.on('connect', () => socket.write(Buffer.from(requests.map(({ text }) => text).join(''), 'latin1')));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      for (let taken = takeAnswer(received, requests[answers.length]); taken; ) {
        answers.push(taken.answer);
        received = received.slice(taken.length);
        taken = takeAnswer(received, requests[answers.length]);
      }
      if (!mustClose && answers.length === requests.length) finish('answered');
    });
    socket.on('error', () => {}); // what came before it counts; `close` follows
    socket.on('end', () => finish('closed'));
    socket.on('close', () => finish('closed'));
  });
}

/** Cuts one final answer off the front of a text; null where it is not all there yet. */
function takeAnswer(text: string, request: Sent | undefined): { answer: WireAnswer; length: number } | null {
  const headLength = text.indexOf('\r\n\r\n') + 4;
  if (headLength === 3 || !request) return null;
  const [statusLine = '', ...lines] = text.slice(0, headLength - 4).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(statusLine)?.[1] ?? 0);
  if (status >= 100 && status < 200) {
    const next = takeAnswer(text.slice(headLength), request);
    return next && { answer: next.answer, length: headLength + next.length };
  }
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const bodyLength = request.method === 'HEAD' ? 0 : lengthOfBody(text.slice(headLength), headers);
  if (bodyLength === null || text.length < headLength + bodyLength) return null;
  const body = text.slice(headLength, headLength + bodyLength);
  return { answer: { status, headers, body }, length: headLength + bodyLength };
}

/** With its framing; null while its end has not come. */
function lengthOfBody(text: string, headers: WireAnswer['headers']): number | null {
  const value = (wanted: string) => headers.find(([name]) => name === wanted)?.[1];
  if (value('transfer-encoding') !== 'chunked') return Number(value('content-length') ?? 0);
  const end = /(?:^|\r\n)0\r\n\r\n/.exec(text);
  return end && end.index + end[0].length;
}
