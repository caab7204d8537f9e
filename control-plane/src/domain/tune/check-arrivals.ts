import { MINUTE_MS, type TuneLinkState, type TuneMode } from '@alyson/schema';

/** Whether what arrives fits who decides. @param lastHour  clicks of people  @param sinceMs  how long it has been so */
export function checkArrivals(
  state: TuneLinkState,
  mode: TuneMode,
  lastHour: number,
  sinceMs: number,
): { isFine: boolean; text: string } {
  const clicks = `${lastHour} ${lastHour === 1 ? 'click' : 'clicks'} in the last hour`;
  switch (state) {
    case 'shadow':
      return lastHour === 0
        ? { isFine: true, text: 'No click arrives, as it should be: TUNE decides.' }
        : {
            isFine: false,
            text: `${clicks}, although TUNE is to decide. If the move has been made, press “We decide now”.`,
          };
    case 'routed':
      if (lastHour > 0) return { isFine: true, text: `${clicks} arrived here.` };
      return sinceMs < SETTLING_MS
        ? { isFine: true, text: 'No click yet. TUNE and DNS may need some minutes.' }
        : { isFine: false, text: 'No click in the last hour. Is TUNE or the DNS changed as described?' };
    case 'handed_back':
      if (lastHour === 0) return { isFine: true, text: 'No click comes by here any more.' };
      if (mode !== 'behind') return { isFine: true, text: `${clicks} came by here and went on to TUNE.` };
      return sinceMs < SETTLING_MS
        ? { isFine: true, text: `${clicks}. TUNE may need some minutes.` }
        : { isFine: false, text: `${clicks} still come from TUNE, and are split here. Change TUNE as described.` };
    default:
      return state satisfies never;
  }
}

const SETTLING_MS = 15 * MINUTE_MS;
