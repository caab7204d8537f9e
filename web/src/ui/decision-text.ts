import type { DecisionReason } from '@alyson/schema';

/** Why a click went where it went, in a few words. */
export function decisionText(reason: DecisionReason): string {
  switch (reason) {
    case 'split':
      return 'by the split';
    case 'rehashed':
      return 'its agent was off';
    case 'unknown_link':
      return 'unknown link';
    case 'paused':
      return 'paused';
    case 'ended':
      return 'ended';
    case 'no_agent':
      return 'no agent is on';
    case 'no_release':
      return 'no release at the router';
    case 'error':
      return 'a fault in the router';
    default:
      return reason satisfies never;
  }
}
