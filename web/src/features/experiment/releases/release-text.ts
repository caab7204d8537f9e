import type { ReleaseSummary } from '@alyson/schema';

type Made = Pick<ReleaseSummary, 'cause' | 'actor' | 'rollbackOf'> & Partial<Pick<ReleaseSummary, 'summary'>>;

/**
 * Who or what made a release, and by doing what: `Dana Reyes rolled back to release 11`.
 *
 * @param switched the letter of the agent it turned off or on, where that is known
 */
export function releaseText({ cause, actor, rollbackOf, summary }: Made, switched: string | null = null): string {
  const who = actor.kind === 'optimizer' ? 'The optimizer' : actor.name;
  switch (cause) {
    case 'started':
      return `${who} started the experiment`;
    case 'override':
      return `${who} changed the split`;
    case 'optimizer':
      return `${who} moved the split`;
    case 'rollback':
      return rollbackOf === null ? `${who} rolled back` : `${who} rolled back to release ${rollbackOf}`;
    case 'paused':
      return `${who} paused the experiment`;
    case 'resumed':
      return `${who} resumed the experiment`;
    case 'agent_off':
      return `${who} turned ${switched ?? 'an agent'} off`;
    case 'agent_on':
      return `${who} turned ${switched ?? 'an agent'} on`;
    case 'agent_added':
      return `${who} ${summary ?? 'added an agent'}`;
    case 'agent_archived':
      return `${who} ${summary ?? 'archived an agent'}`;
    case 'edited':
      return `${who} ${summary ?? 'edited the experiment'}`;
    case 'completed':
      return `${who} ended the experiment`;
    case 'capped':
      return 'A daily cap was reached';
    case 'uncapped':
      return 'A daily cap no longer holds';
    case 'ramp':
      return rollbackOf === null
        ? `A ramp of ${who} took a step`
        : `A ramp of ${who} went back to release ${rollbackOf}`;
    case 'restored':
      return 'The database was restored from a backup';
    case 'handed_back':
      return `${who} handed a link back to TUNE`;
    case 'taken_back':
      return `${who} took a link back from TUNE`;
    default:
      return cause satisfies never;
  }
}
