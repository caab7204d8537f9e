import { TUNE_CONVERSION_PATHS } from '@alyson/schema';

/** What a caller expects as an answer: a webhook, of a buyer or of Segment, or a conversion in TUNE's manner. */
export type CallbackProtocol = 'webhook' | 'tune';

/**
 * One plain segment and nothing that an address could be normalised by: what is passed on can reach no other address of
 * the control plane.
 */
const WEBHOOK_PATH = /^\/(webhooks|segment)\/[\w-]{1,128}$/;
const TUNE_PATHS: ReadonlySet<string> = new Set(TUNE_CONVERSION_PATHS);

/**
 * Which protocol an address speaks (R26).
 *
 * @param target  path and query as they came
 * @returns null where it is no address for callbacks
 */
export function callbackProtocolOf(target: string): CallbackProtocol | null {
  const path = pathOf(target);
  if (TUNE_PATHS.has(path)) return 'tune';
  return WEBHOOK_PATH.test(path) ? 'webhook' : null;
}

const pathOf = (target: string): string => {
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
};
