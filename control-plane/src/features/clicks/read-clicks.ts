import { Click, type ClickDelivery } from '@alyson/schema';
import { digestOfKey } from '../../attribution/key-digest.ts';
import { formsOfKey } from '../../domain/join-key.ts';
import { toStorableText } from '../../domain/storable-text.ts';
import type { NewClick } from './clicks.store.ts';

/** A click as it will be stored, with the digests of all keys by which an event may name it. */
export interface ReadClick {
  /** Its place in the delivery. */
  index: number;
  row: NewClick;
  keyDigests: readonly Buffer[];
  /** Of its own id, by which TUNE's postbacks name it where no TUNE stands before us. Found without being stored. */
  idDigest: Buffer;
}

export interface ReadDelivery {
  clicks: ReadClick[];
  rejected: ClickDelivery['rejected'];
}

/**
 * Reads the clicks of a delivery, each by itself.
 *
 * @param workspaceId  of clicks that no link places
 * @param storedAt     the time of this delivery
 */
export function readClicks(elements: readonly unknown[], workspaceId: string, storedAt: Date): ReadDelivery {
  const delivery: ReadDelivery = { clicks: [], rejected: [] };
  for (const [index, element] of elements.entries()) {
    const { data, error } = Click.safeParse(element);
    if (error) delivery.rejected.push({ index, detail: describe(error.issues[0]) });
    else
      delivery.clicks.push({
        index,
        row: toRow(data, workspaceId, storedAt),
        keyDigests: digestsOf(data),
        idDigest: digestOfKey(data.id),
      });
  }
  return delivery;
}

/** Where and what, never the value: it may be a visitor's. */
const describe = (issue: { path: readonly PropertyKey[]; message: string } | undefined): string =>
  [...(issue?.path ?? []).map(String), issue?.message].join(': ');

/** Bytes that the database cannot keep are replaced, never a reason to refuse a click. */
function toRow(
  { at, propensity, otherUtmContents: _, ...click }: Click,
  workspaceId: string,
  storedAt: Date,
): NewClick {
  const isText = (value: unknown) => typeof value === 'string';
  const texts = Object.entries(click).map(([name, value]) => [name, isText(value) ? toStorableText(value) : value]);
  const storable: typeof click = Object.fromEntries(texts);
  return {
    ...storable,
    workspaceId: storable.workspaceId ?? workspaceId,
    clickedAt: new Date(at),
    storedAt,
    propensityOwner: propensity?.owner ?? null,
    propensitySurvivors: propensity?.survivors ?? null,
    subs: click.subs.map((sub) => (sub === null ? null : toStorableText(sub))),
  };
}

const TRANSACTION_ID = /^[0-9A-Za-z]{10,30}$/;

/** Every form of every `utm_content` that the click came with (R16), and TUNE's id of it, which its postbacks carry. */
function digestsOf({ utmContent, otherUtmContents, transactionId }: Click): Buffer[] {
  const ofTune = transactionId !== null && TRANSACTION_ID.test(transactionId) ? [transactionId] : [];
  const forms = new Set([utmContent, ...otherUtmContents, ...ofTune].flatMap(formsOfKey));
  return [...forms].map(digestOfKey);
}
