import type { BuyerEventKind, OrphanCause } from '@alyson/schema';

export const KIND_LABEL: Record<BuyerEventKind, string> = {
  lead: 'Lead',
  sale: 'Sale',
  adjustment: 'Adjustment',
  reversal: 'Reversal',
};

interface CauseText {
  title: string;
  /** What is wrong, in a sentence. */
  meaning: string;
  /** What to do about it. */
  remedy: string;
}

/** Why an event has no click, for people. */
export const CAUSE_TEXT: Record<OrphanCause, CauseText> = {
  unknown_click: {
    title: 'Not a known click',
    meaning: 'The utm_content matches no click that was recorded here.',
    remedy:
      'Check that the landing page keeps utm_content unchanged up to the buyer. A click that is still on its way joins by itself.',
  },
  older_than_window: {
    title: 'Older than the attribution window',
    meaning: 'The click is known, but the lead came later than its experiment gives credit for.',
    remedy: "Lengthen the experiment's attribution window if leads this late should count.",
  },
  unknown_reference: {
    title: 'Names an unknown lead or sale',
    meaning: 'It belongs to a lead or sale that was never reported here.',
    remedy: 'It joins by itself once that one is reported. If it stays, ask the buyer for the missing report.',
  },
  ambiguous_key: {
    title: 'Fits several clicks',
    meaning: 'Read as it came and decoded, its utm_content points to different clicks, so none of them is given it.',
    remedy: 'Ask the buyer to send utm_content exactly as the landing page received it.',
  },
};
