import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startLoop } from '../background.ts';
import type { Counters } from '../counters.ts';
import { type Fire, type FireSource, readFire } from './fire-source.ts';
import type { Logger } from './log.ts';

const WAIT_SECONDS = 20;
const AT_ONCE = 10;
/** How long a message is ours: far longer than its effect takes. */
const VISIBILITY_SECONDS = 120;
const CONNECT_MS = 3_000;
const ANSWER_MS = (WAIT_SECONDS + 5) * 1000;
const LONGEST_RETRY_MS = 30_000;

export interface SqsOptions {
  region: string;
  queueArn: string;
  log: Logger;
  counters: Counters;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  waitSeconds?: number;
}

type Received = Message & { fire: Fire };

/**
 * Fires from an SQS queue, by long polling. A message is deleted only after its effect is committed, so that one that
 * could not be handled comes again; one that cannot be read is left to the queue's redrive policy.
 */
export function createSqsFireSource(options: SqsOptions): FireSource {
  const { region, queueArn, log, counters, endpoint, credentials, waitSeconds = WAIT_SECONDS } = options;
  const client = new SQSClient({
    region,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  });
  const url = queueUrlOf(client, queueArn);

  async function receive(signal: AbortSignal): Promise<Message[]> {
    const request = {
      QueueUrl: await url(),
      MaxNumberOfMessages: AT_ONCE,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: VISIBILITY_SECONDS,
    };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(request), { abortSignal: signal });
    return Messages;
  }

  function read(messages: readonly Message[]): Received[] {
    return messages.flatMap((message) => {
      const fire = readFire(message.Body ?? '');
      // Without its body: nobody knows what stands in it.
      if (!fire) log.error({ messageId: message.MessageId }, 'a message of the fire queue that cannot be read');
      return fire ? [{ ...message, fire }] : [];
    });
  }

  async function remove(done: readonly Received[]): Promise<void> {
    if (done.length === 0) return;
    const Entries = done.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: await url(), Entries }));
    // They come again, and are found to be repeats.
    if (Failed.length > 0) log.warn({ count: Failed.length, code: Failed[0]?.Code }, 'handled fires stay in the queue');
  }

  return {
    start(handle) {
      const stopping = new AbortController();
      const loop = startLoop({
        name: 'fire queue',
        log,
        counters,
        everyMs: 0,
        longestRetryMs: LONGEST_RETRY_MS,
        async step() {
          const received = await receive(stopping.signal).catch(unlessStopping(stopping.signal));
          const { done, failures } = await handleAll(read(received), handle);
          await remove(done);
          if (failures.length === 0) return;
          // One that can never be handled must not slow down the others.
          const failure = new AggregateError(failures, 'fires that could not be handled');
          if (done.length === 0) throw failure;
          log.error({ err: failure, count: failures.length }, 'some fires come again');
        },
      });
      return {
        async stop() {
          stopping.abort();
          await loop.stop();
          client.destroy();
        },
      };
    },
  };
}

const unlessStopping =
  ({ aborted }: AbortSignal) =>
  (error: unknown): Message[] => {
    if (aborted || (error instanceof Error && error.name === 'AbortError')) return [];
    throw error;
  };

/** Experiments side by side; of one experiment the older fire first, or it would be stale. */
async function handleAll(received: readonly Received[], handle: (fire: Fire) => Promise<unknown>) {
  const done: Received[] = [];
  const failures: unknown[] = [];
  const inOrder = received.toSorted((a, b) => a.fire.scheduledTime - b.fire.scheduledTime);
  const byExperiment = Map.groupBy(inOrder, ({ fire }) => fire.experimentId);
  await Promise.all(
    [...byExperiment.values()].map(async (group) => {
      for (const message of group)
        await handle(message.fire).then(
          () => void done.push(message),
          (error: unknown) => void failures.push(error),
        );
    }),
  );
  return { done, failures };
}

/** Asked once it is needed, and again as long as nobody answers. */
function queueUrlOf(client: SQSClient, arn: string): () => Promise<string> {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(':');
  let known: string | undefined;
  return async () => {
    if (known === undefined) {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));
      known = QueueUrl;
    }
    if (known === undefined) throw new Error(`the queue ${arn} has no address`);
    return known;
  };
}
