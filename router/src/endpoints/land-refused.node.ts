import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type ClickHead, readClickHead } from '../io/click-head.ts';

/** What Node says of bytes that its parser refuses. */
interface Refusal extends Error {
  readonly code?: string;
  /** The bytes of the read in which it happened, a copy, and where in them. */
  readonly rawPacket?: Buffer;
  readonly bytesParsed?: number;
}

const HEAD_END = '\r\n\r\n';
/** A connection that is closed with bytes unread takes its last answer with it. */
const LINGER_MS = 1_000;

/**
 * Lands people whose request Node's parser refuses (R18). By itself it answers a bare 400 where a link holds a space or a
 * letter beyond ASCII, a header a control character, or a browser sends a thousand headers; and drops the answers to
 * whatever came before on the same connection. Where the head can be read, and only one way, it is answered as any other,
 * with what is illegal in it percent-encoded (R12). All else is refused as before, but in its turn. Either way the
 * connection is closed behind it, so nobody can smuggle a second request in what is guessed of the first.
 *
 * @param mostBytes  the longest head, as the server itself has it
 */
export function landRefused(server: Server, mostBytes: number): void {
  const lastAnswers = new WeakMap<Socket, ServerResponse>();
  const readers = new WeakMap<Socket, (refusal: Refusal) => void>();
  server.on('request', (incoming, outgoing) => lastAnswers.set(incoming.socket, outgoing));
  // Whatever else the client expects of us, the person behind it expects a page.
  server.on('checkExpectation', (incoming, outgoing) => server.emit('request', incoming, outgoing));
  // Nobody is led through here to another host; and what was asked before is still to be answered.
  server.on('connect', (_, stream) => {
    const socket = stream as Socket;
    inTurn(socket, lastAnswers.get(socket) ?? null, () => refuse(socket, '405 Method Not Allowed\r\nAllow: GET, HEAD'));
  });
  server.on('clientError', (refusal: Refusal, stream) => {
    const socket = stream as Socket;
    // From now on the parser refuses every read: each is another event.
    const reader = readers.get(socket) ?? createReader(server, socket, lastAnswers.get(socket) ?? null, mostBytes);
    readers.set(socket, reader);
    reader(refusal);
  });
}

/** @returns takes what was refused, read by read, until there is an answer */
function createReader(server: Server, socket: Socket, last: ServerResponse | null, mostBytes: number) {
  const reads: string[] = [];
  let length = 0;
  let tail = '';
  let isAnswered = false;

  const answer = (send: () => void) => {
    isAnswered = true;
    inTurn(socket, last, send);
  };
  return (refusal: Refusal): void => {
    if (isAnswered) return;
    // What is wrong is part of a request that has its answer: of its body, which no click needs.
    if (last !== null && !last.req.complete) {
      answer(() => closeGently(socket));
      return;
    }
    const read = reads.length === 0 ? beginningOf(refusal, last) : (refusal.rawPacket?.toString('latin1') ?? '');
    reads.push(read);
    length += read.length;
    const isWhole = (tail + read).includes(HEAD_END);
    tail = (tail + read).slice(-3);
    const isComing = read !== '' && length <= mostBytes && (reads.length > 1 || MAY_BE_CLICK.test(read));
    if (isComing && !isWhole) return;
    const head = isWhole && length <= mostBytes ? readClickHead(reads.join('')) : null;
    answer(() => (head === null ? refuse(socket, statusOf(refusal)) : answerHead(server, socket, head)));
  };
}

/** Sends when what was asked before is answered, if the connection is there then. */
function inTurn(socket: Socket, last: ServerResponse | null, send: () => void): void {
  const sendNow = () => (socket.writable ? send() : socket.destroy());
  if (last === null || last.closed) {
    sendNow();
    return;
  }
  // Whoever answers it may wait for the rest of a body, which will never come.
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  last.once('close', () => {
    clearTimeout(cut);
    sendNow();
  });
}

const MAY_BE_CLICK = /^(?:\r\n)*(?:GET|HEAD) [^\r\n]*(?:\r(?:\n|$)|$)/;

/** From the first byte of the refused request on; nothing where that is not certain. */
function beginningOf({ rawPacket, bytesParsed = 0 }: Refusal, last: ServerResponse | null): string {
  if (!rawPacket || (last !== null && hasBody(last.req))) return '';
  const text = rawPacket.toString('latin1');
  const blankLine = bytesParsed < HEAD_END.length ? -1 : text.lastIndexOf(HEAD_END, bytesParsed - HEAD_END.length);
  return blankLine === -1 ? text : text.slice(blankLine + HEAD_END.length);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

/** Gives the request to whoever answers requests, as the parser would have. */
function answerHead(server: Server, socket: Socket, { method, target, headers }: ClickHead): void {
  const incoming = new IncomingMessage(socket);
  Object.assign(incoming, { method, url: target, headers, httpVersion: '1.1', complete: true });
  incoming.push(null);
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(socket);
  outgoing.on('finish', () => {
    outgoing.detachSocket(socket);
    closeGently(socket);
  });
  server.emit('request', incoming, outgoing);
}

const STATUSES: ReadonlyMap<string, string> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
]);

const statusOf = ({ code = '' }: Refusal): string => STATUSES.get(code) ?? '400 Bad Request';

function refuse(socket: Socket, status: string): void {
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  closeGently(socket);
}

function closeGently(socket: Socket): void {
  socket.end();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('end', () => socket.destroy());
  socket.once('close', () => clearTimeout(cut));
}
