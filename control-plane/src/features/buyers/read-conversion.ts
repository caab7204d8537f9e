import { type Instant, parseAmountMicros } from '@alyson/schema';
import { type BuyerEventDraft, mapReport } from '../../attribution/map-report.ts';
import { LONGEST_ID, nameConversion } from '../../attribution/name-conversion.ts';
import type { TuneParameters } from './tune-parameters.ts';

/** A conversion in TUNE's manner: the event it stands for, or the reason that its caller is told. */
export type ConversionReading = { ok: true; event: BuyerEventDraft } | { ok: false; refusal: string };

/**
 * Reads a conversion as an event (C16): a sale where it carries money, else a lead. Its transaction is the lead, and its id
 * is what TUNE counts it once by: `conversion_unique_id` alone where there is one, else the transaction and the goal.
 *
 * @param path        `/aff_lsr`, `/aff_goal` or `/aff_l`
 * @param currency    of its amounts: TUNE's calls name none
 * @param receivedAt  epoch ms; the time of the event, unless the call has a whole one of its own
 */
export function readConversion(
  path: string,
  parameters: TuneParameters,
  currency: string,
  receivedAt: Instant,
): ConversionReading {
  const transactionId = parameters.get('transaction_id') ?? '';
  if (!isId(transactionId)) return { ok: false, refusal: `Invalid Trans. ID #${showable(transactionId)}.` };
  const goal = goalOf(parameters);
  if (path === '/aff_goal' && goal === null) return { ok: false, refusal: 'Invalid Goal ID #.' };
  const uniqueId = parameters.get('conversion_unique_id');
  if (uniqueId !== undefined && !isId(uniqueId)) return { ok: false, refusal: 'Invalid Conversion Unique ID.' };

  // What the buyer pays for this very conversion, before what its customer paid.
  const amount = parameters.get('revenue') ?? parameters.get('amount');
  const isSale = amount !== undefined && parseAmountMicros(amount) !== 0;
  const mapped = mapReport(
    {
      kind: isSale ? 'sale' : 'lead',
      eventId: uniqueId ?? nameConversion(transactionId, goal && `${goal.name}:${goal.value}`),
      utmContent: transactionId,
      leadId: transactionId,
      refersTo: null,
      amount: isSale ? amount : null,
      currency: isSale ? currency : null,
      goal: goal?.value ?? null,
      occurredAt: parameters.get('conversion_event_datetime') ?? null,
    },
    receivedAt,
  );
  return mapped.ok ? mapped : { ok: false, refusal: 'Invalid amount.' };
}

/** One goal, by what the call names it by. */
function goalOf(parameters: TuneParameters): { name: string; value: string } | null {
  for (const name of ['goal_id', 'goal_ref', 'goal_name']) {
    const value = parameters.get(name);
    if (value !== undefined) return { name, value };
  }
  return null;
}

/** What the database can keep and find again, and nobody forgot to fill in. */
const isId = (text: string): boolean =>
  text.length > 0 && text.length <= LONGEST_ID && text.isWellFormed() && !/[\0{}]/.test(text);

/** A caller reads its own id in the refusal; nothing that a browser could take for more. */
const showable = (text: string): string => text.replace(/[^ -~]|[;<>&"']/g, '').slice(0, 100);
