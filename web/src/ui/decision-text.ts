import type { DecisionReason } from '@alyson/schema';

/** Why a click went where it went, in a few words. */
export function decisionText(reason: DecisionReason): string {
  switch (reason) {
    case 'split':
      return 'by the split';
    case 'rehashed':
      return 'its agent was off or capped';
    case 'sticky':
      return 'kept from an earlier visit';
    case 'forced':
      return 'the link names the agent';
    case 'deep_link':
      return 'the link names the page';
    case 'handed_back':
      return 'handed back to TUNE';
    case 'rule_agent':
    case 'rule_split':
    case 'rule_url':
      return 'a rule';
    case 'excluded':
      return 'kept out by a rule';
    case 'unknown_link':
      return 'unknown link';
    case 'paused':
      return 'paused';
    case 'ended':
      return 'ended';
    case 'capped':
      return 'daily cap reached';
    case 'no_agent':
      return 'no agent is on';
    case 'no_release':
      return 'no release at the router';
    case 'loop':
      return 'the page would lead back here';
    case 'error':
      return 'a fault in the router';
    default:
      return reason satisfies never;
  }
}
