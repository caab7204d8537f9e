import type { AuditEntry } from '@alyson/schema';

/** An entry as a sentence around its object: "Dana" `started` "Solar quote" ``. */
export interface EntrySentence {
  verb: string;
  /** After the object, without its full stop. */
  tail: string;
}

type Words = string | ((entry: AuditEntry) => EntrySentence);

const WORDS: Record<string, Words> = {
  'experiment.created': 'created',
  'experiment.started': 'started',
  'experiment.paused': 'paused',
  'experiment.resumed': 'resumed',
  'experiment.scheduled': 'scheduled the start of',
  'experiment.unscheduled': 'took back to draft',
  'experiment.completed': 'ended',
  'experiment.archived': 'archived',
  'experiment.unarchived': 'brought back',
  'experiment.deleted': 'deleted the draft',
  'experiment.changed': ({ after }) => ({
    verb: `changed ${listOf(keysOf(after).map(fieldName)) || 'the settings'} of`,
    tail: '',
  }),
  'experiment.held': 'held',
  'experiment.hold_released': 'let the optimizer move the split of',
  'experiment.capped': ({ after }) => ({ verb: 'capped', tail: `with release ${text(after, 'releaseNumber')}` }),
  'experiment.uncapped': ({ after }) => ({
    verb: 'lifted the cap of',
    tail: `with release ${text(after, 'releaseNumber')}`,
  }),
  'experiment.split_overridden': 'changed the split of',
  'experiment.split_optimized': 'moved the split of',
  'experiment.rolled_back': ({ after }) => ({ verb: 'rolled back', tail: `to release ${text(after, 'rollbackOf')}` }),
  'experiment.ramp_started': ({ after }) => ({
    verb: 'began to ramp the split of',
    tail: `in ${text(after, 'steps')} steps`,
  }),
  'experiment.ramp_stepped': ({ after }) => ({
    verb: `took step ${text(after, 'step')} of ${text(after, 'steps')} of the ramp of`,
    tail: '',
  }),
  'experiment.ramp_paused': 'paused the ramp of',
  'experiment.ramp_resumed': 'resumed the ramp of',
  'experiment.ramp_finished': 'finished the ramp of',
  'experiment.ramp_stopped': 'stopped the ramp of',
  'run.started': 'started a grading run of',
  'agent.turned_off': ({ after }) => ({ verb: `turned off agent ${text(after, 'letter')} of`, tail: '' }),
  'agent.turned_on': ({ after }) => ({ verb: `turned on agent ${text(after, 'letter')} of`, tail: '' }),
  'agent.changed': ({ after }) => ({ verb: `changed agent ${text(after, 'letter')} of`, tail: '' }),
  'agent.added': ({ after }) => ({
    verb: `added agent ${text(after, 'letter')}, “${text(after, 'name')}”, to`,
    tail: '',
  }),
  'agent.removed': ({ before }) => ({ verb: `removed agent ${text(before, 'letter')} from`, tail: '' }),
  'agent.archived': ({ after }) => ({ verb: `archived agent ${text(after, 'letter')} of`, tail: '' }),
  'agent.restored': ({ after }) => ({ verb: `brought agent ${text(after, 'letter')} back to`, tail: '' }),
  'change.proposed': 'proposed a change of',
  'change.approved': ({ after }) => ({ verb: `approved what ${text(after, 'proposedBy')} proposed for`, tail: '' }),
  'change.refused': ({ after }) => ({ verb: `refused what ${text(after, 'proposedBy')} proposed for`, tail: '' }),
  'change.withdrawn': 'withdrew a proposed change of',
  'change.stale': ({ after }) => ({
    verb: `could not approve what ${text(after, 'proposedBy')} proposed for`,
    tail: 'because it had moved on',
  }),
  'template.created': 'made the template',
  'template.changed': 'renamed the template',
  'template.deleted': 'deleted the template',
  'link.added': ({ after }) => ({ verb: `added the link ${text(after, 'value')} to`, tail: '' }),
  'link.changed': ({ after }) => ({ verb: `changed the link ${text(after, 'value')} of`, tail: '' }),
  'link.removed': ({ before }) => ({ verb: `removed the link ${text(before, 'value')} from`, tail: '' }),
  'host.added': 'added the host',
  'host.removed': 'removed the host',
  'tune.connected': 'connected TUNE’s network',
  'tune.disconnected': 'disconnected TUNE’s network',
  'tune_import.started': ({ after }) => ({
    verb: 'began an import from TUNE',
    tail: text(after, 'origin') === 'api' ? 'by its API' : 'from a file or table',
  }),
  'tune_import.applied': 'made drafts of an import from TUNE',
  'tune_parity.compared': 'compared TUNE’s click log',
  'tune_link.moved': ({ after }) => ({
    verb: `${text(after, 'state') === 'routed' ? 'took over' : 'handed back to TUNE'} the link ${text(after, 'link')} of`,
    tail: '',
  }),
  'buyer.created': 'added the buyer',
  'buyer.tune_changed': 'changed how TUNE’s conversions are known of the buyer',
  'member.joined': ({ after }) => ({ verb: 'joined with', tail: `as ${text(after, 'role')}` }),
  'member.role_changed': ({ after }) => ({ verb: 'changed the role of', tail: `to ${text(after, 'role')}` }),
  'member.removed': 'removed the member',
  'member.reset_link_made': 'made a link to reset the password of',
  'invite.created': ({ after }) => ({ verb: 'invited', tail: `as ${text(after, 'role')}` }),
  'invite.revoked': 'took back the invite for',
  'account.password_changed': 'changed the password of',
  'account.password_reset': 'set a new password for',
  'account.sessions_ended': 'signed out everywhere:',
  'api_token.created': 'made the API token',
  'api_token.revoked': 'revoked the API token',
  'segment_source.created': 'added the Segment source',
  'segment_source.secret_rotated': 'made a new secret for the Segment source',
  'segment_source.removed': 'removed the Segment source',
  'page_events.changed': 'changed what page events mean',
  'workspace.created': 'made the workspace',
  'workspace.changed': ({ after }) => ({ verb: `changed ${listOf(keysOf(after).map(fieldName))} of`, tail: '' }),
  'exchange_rates.set': () => ({ verb: 'set exchange rates', tail: '' }),
  'exchange_rates.resettled': () => ({ verb: 'set exchange rates and had amounts counted again', tail: '' }),
  'buyer_event.joined_by_hand': () => ({ verb: 'joined to a likely click the event', tail: '' }),
  'buyer_event.taken_from_click': () => ({ verb: 'took from its click the event', tail: '' }),
  'buyer_event.counted_again': () => ({ verb: 'counted with another exchange rate the event', tail: '' }),
  'buyer_event.moved_from_its_lead': () => ({ verb: 'moved away from the click of its lead the event', tail: '' }),
  'buyer_event.moved_to_its_lead': ({ objectName }) => ({
    verb: 'moved the event',
    tail: objectName ? 'to the click of the lead it names' : '',
  }),
};

/** Puts an entry into words. What happened is always said, even where this list has no words of its own for it. */
export function entrySentence(entry: AuditEntry): EntrySentence {
  const words = Object.hasOwn(WORDS, entry.action) ? WORDS[entry.action] : undefined;
  if (typeof words === 'function') return words(entry);
  const [object = '', happened = ''] = entry.action.split('.');
  const releaseNumber = text(entry.after, 'releaseNumber');
  return {
    verb:
      words ?? `${happened.replaceAll('_', ' ')} ${object === 'experiment' ? '' : object.replaceAll('_', ' ')}`.trim(),
    tail: releaseNumber ? `with release ${releaseNumber}` : '',
  };
}

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);

const text = (value: unknown, key: string): string => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};

/** `attributionWindowDays` as people write it: "attribution window days". */
export const fieldName = (key: string): string => key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

function listOf(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
