import type { StepRules } from '@alyson/schema';
import { digestOfKey } from '../../attribution/key-digest.ts';
import type { Deps } from '../../context.ts';
import type { DataKeys } from '../../io/data-keys.ts';
import type { Tx } from '../../io/database.ts';
import { openCall } from '../../sealing/seal-segment-call.ts';
import { type CallFindings, takeUnread, type UnreadCall, updateFindings } from './calls.store.ts';
import { countNames } from './count-names.ts';
import { addToNames } from './event-names.store.ts';
import { insertPageEvents, type NewPageEvent } from './page-events.store.ts';
import { readCall } from './read-call.ts';
import { stepOf } from './step-of.ts';
import { readRulesOf } from './step-rules.store.ts';

const BATCH = 200;

/**
 * Reads calls that were stored: the steps in them, each message once, and the names under which messages come. All of it
 * stands, or the calls stay unread.
 *
 * @returns how many were read
 */
export function readCalls({ db, dataKeys }: Pick<Deps, 'db' | 'dataKeys'>): Promise<number> {
  return db.transaction(async (tx) => {
    const calls = await takeUnread(tx, BATCH);
    if (calls.length === 0) return 0;
    const read = await readSteps(tx, dataKeys, calls);
    const stored = await insertPageEvents(
      tx,
      read.flatMap(({ steps }) => steps),
    );
    await updateFindings(
      tx,
      read.map((call) => findingsOf(call, stored)),
    );
    // Last, because calls from everywhere meet in these rows.
    await addToNames(tx, countNames(read.map(messagesOf)));
    return calls.length;
  });
}

/** A call with what its messages mean by its workspace's rules. */
export interface CallInSteps {
  call: UnreadCall;
  read: ReturnType<typeof readCall>;
  steps: NewPageEvent[];
  withoutKey: number;
}

const messagesOf = ({ call: { workspaceId, receivedAt }, read }: CallInSteps) => ({
  workspaceId,
  receivedAt,
  messages: read.ok ? read.messages : [],
});

export async function readSteps(tx: Tx, keys: DataKeys, calls: readonly UnreadCall[]): Promise<CallInSteps[]> {
  const rules = await readRulesOf(tx, [...new Set(calls.map(({ workspaceId }) => workspaceId))]);
  return calls.map((call) => findSteps(call, openCall(keys, call), rules(call.workspaceId).rules));
}

function findSteps(call: UnreadCall, body: Uint8Array, rules: StepRules): CallInSteps {
  const { id: callId, workspaceId, receivedAt } = call;
  const read = readCall(body, receivedAt.getTime());
  const steps: NewPageEvent[] = [];
  let withoutKey = 0;
  for (const message of read.ok ? read.messages : []) {
    const step = stepOf(rules, message);
    if (step === null) continue;
    if (message.key === null) {
      withoutKey += 1;
      continue;
    }
    steps.push({
      workspaceId,
      messageDigest: digestOfKey(message.identity),
      callId,
      step,
      keyDigest: digestOfKey(message.key),
      occurredAt: new Date(message.occurredAt),
      receivedAt,
    });
  }
  return { call, read, steps, withoutKey };
}

function findingsOf({ call, read, steps, withoutKey }: CallInSteps, stored: readonly NewPageEvent[]): CallFindings {
  const isNew = new Set(stored);
  return {
    id: call.id,
    outcome: read.ok ? 'read' : 'unreadable',
    detail: read.ok ? null : read.detail,
    messages: read.ok ? read.messages.length : 0,
    steps: steps.length,
    duplicates: steps.filter((step) => !isNew.has(step)).length,
    withoutKey,
  };
}
