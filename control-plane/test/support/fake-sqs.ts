import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with the next call of that kind. */
type SqsFault =
  /** A receive is answered 503. */
  | 'receive_fails'
  /** A delete is answered 503, and not done. */
  | 'delete_fails'
  /** One entry of a delete is refused. */
  | 'delete_refused';

interface Stored {
  id: string;
  body: string;
  receipt: string;
  isInFlight: boolean;
  receives: number;
}

export interface FakeSqs {
  readonly url: string;
  readonly queueArn: string;
  /** Bodies that have not been deleted. */
  bodies(): string[];
  /** How long the newest receive was asked to wait, and how long its messages are ours. */
  readonly lastReceive: { waitSeconds: number; visibilitySeconds: number };
  readonly deadLetters: string[];
  send(body: string): void;
  /** As when their visibility ends: what is in flight comes again, or goes to the dead letters after three times. */
  expire(): void;
  misbehave(...faults: SqsFault[]): void;
  close(): Promise<void>;
}

const MOST_RECEIVES = 3;

type Request = Record<string, unknown>;

/** SQS's JSON protocol, as far as a consumer needs it: true `MD5OfBody`, visibility, a redrive policy. */
export async function startFakeSqs(): Promise<FakeSqs> {
  let messages: Stored[] = [];
  const deadLetters: string[] = [];
  const lastReceive = { waitSeconds: 0, visibilitySeconds: 0 };
  let faults: SqsFault[] = [];
  let wakeReceivers = () => {};
  const strikes = (kind: SqsFault): boolean => {
    if (!faults.includes(kind)) return false;
    faults.splice(faults.indexOf(kind), 1);
    return true;
  };

  const take = (most: number): Stored[] => {
    const taken = messages.filter(({ isInFlight }) => !isInFlight).slice(0, most);
    for (const message of taken)
      Object.assign(message, { isInFlight: true, receives: message.receives + 1, receipt: randomUUID() });
    return taken;
  };

  const receive = async (request: Request): Promise<unknown> => {
    const most = Number(request['MaxNumberOfMessages'] ?? 1);
    lastReceive.waitSeconds = Number(request['WaitTimeSeconds'] ?? 0);
    lastReceive.visibilitySeconds = Number(request['VisibilityTimeout'] ?? 30);
    let taken = take(most);
    if (taken.length === 0 && lastReceive.waitSeconds > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lastReceive.waitSeconds * 1000);
        timer.unref();
        const before = wakeReceivers;
        wakeReceivers = () => {
          before();
          clearTimeout(timer);
          resolve();
        };
      });
      taken = take(most);
    }
    return {
      Messages: taken.map(({ id, receipt, body }) => ({
        MessageId: id,
        ReceiptHandle: receipt,
        Body: body,
        MD5OfBody: createHash('md5').update(body).digest('hex'),
      })),
    };
  };

  const remove = (request: Request): unknown => {
    const entries = request['Entries'] as { Id: string; ReceiptHandle: string }[];
    const refused = strikes('delete_refused') ? entries.slice(0, 1) : [];
    const done = entries.filter((entry) => !refused.includes(entry));
    const receipts = new Set(done.map((entry) => entry.ReceiptHandle));
    messages = messages.filter(({ receipt }) => !receipts.has(receipt));
    return {
      Successful: done.map(({ Id }) => ({ Id })),
      Failed: refused.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
    };
  };

  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    const body = JSON.parse(await readText(request)) as Request;
    if (operation === 'GetQueueUrl') return answer(response, 200, { QueueUrl: `${url}/123456789012/fires` });
    if (operation === 'ReceiveMessage')
      return strikes('receive_fails') ? answer(response, 503, {}) : answer(response, 200, await receive(body));
    if (operation === 'DeleteMessageBatch')
      return strikes('delete_fails') ? answer(response, 503, {}) : answer(response, 200, remove(body));
    answer(response, 400, { __type: 'com.amazonaws.sqs#InvalidAction' });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    queueArn: 'arn:aws:sqs:us-east-1:123456789012:fires',
    bodies: () => messages.map(({ body }) => body),
    lastReceive,
    deadLetters,
    send(body) {
      messages.push({ id: randomUUID(), body, receipt: '', isInFlight: false, receives: 0 });
      wakeReceivers();
    },
    expire() {
      const dead = messages.filter(({ isInFlight, receives }) => isInFlight && receives >= MOST_RECEIVES);
      deadLetters.push(...dead.map(({ body }) => body));
      messages = messages.filter((message) => !dead.includes(message));
      for (const message of messages) message.isInFlight = false;
      wakeReceivers();
    },
    misbehave: (...more) => void faults.push(...more),
    async close() {
      faults = [];
      wakeReceivers();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (!response.destroyed)
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}
