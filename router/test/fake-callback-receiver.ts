import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CALLBACK_HEADERS, callbackSigningText } from '@alyson/schema';
import { onTestFinished } from 'vitest';
import { EDGE_TOKEN } from './router-process.ts';

/** How one call is treated. `lost_answer` takes it and says nothing; `hang` neither takes nor answers it. */
export type CallTreatment = 'take' | 'lost_answer' | 'hang' | 'fail' | 'redirect' | { refuse: number; say: string };

/** A call as the control plane gets it. */
export interface ReceivedCall {
  readonly method: string;
  /** As the request line had it. */
  readonly url: string;
  /** What the edge says it was. */
  readonly target: string;
  readonly receivedAt: number;
  readonly sender: string;
  readonly pixelClick: string | null;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Whether it carries the edge's own signature. */
  readonly isSigned: boolean;
}

/** The control plane as far as buyers' calls are concerned, over real HTTP on this machine. */
export async function startCallbackReceiver(port = 0) {
  const taken: ReceivedCall[] = [];
  const receiver = {
    url: '',
    port: 0,
    /** In the order they came. */
    taken,
    asked: 0,
    treat: (_call: ReceivedCall): CallTreatment => 'take',
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => void answer(request, response));

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(request);
    if (call.url.startsWith('/v1/')) return void response.writeHead(404).end();
    receiver.asked += 1;
    const treatment = receiver.treat(call);
    if (typeof treatment === 'object')
      return void response
        .writeHead(treatment.refuse, { 'content-type': 'application/problem+json' })
        .end(treatment.say);
    if (treatment === 'take' || treatment === 'lost_answer') taken.push(call);
    switch (treatment) {
      case 'take':
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"outcome":"accepted"}');
      case 'fail':
        return void response.writeHead(500).end();
      case 'redirect':
        return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
      case 'lost_answer':
        return void request.socket.destroy();
      case 'hang':
        return;
      default:
        return treatment satisfies never;
    }
  };

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  receiver.port = (server.address() as AddressInfo).port;
  receiver.url = `http://127.0.0.1:${receiver.port}`;
  onTestFinished(() => receiver.close());
  return receiver;
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { method = '', url = '', headers } = request;
  const said = (name: string) => String(headers[name] ?? '');
  const receipt = {
    method,
    target: said(CALLBACK_HEADERS.target),
    sender: said(CALLBACK_HEADERS.sender),
    receivedAt: Number(said(CALLBACK_HEADERS.receivedAt)),
    pixelClick: said(CALLBACK_HEADERS.pixelClick) || null,
  };
  const text = callbackSigningText(receipt, createHash('sha256').update(body).digest('hex'));
  const expected = `v1=${createHmac('sha256', EDGE_TOKEN).update(text).digest('hex')}`;
  return { ...receipt, url, headers, body, isSigned: said(CALLBACK_HEADERS.signature) === expected };
}
