import { agentLetter, type FieldChange, Rule } from '@alyson/schema';
import { ruleText } from '../../lib/rule-text.ts';
import { type ChangedField, writeValue } from '../../ui/audit/changed-fields.ts';
import { fieldName } from '../../ui/audit/entry-sentence.ts';

/** Rules of a proposed change name agents by their letters. */
const LETTERS = Array.from({ length: 200 }, (_, i) => ({ id: agentLetter(i + 1) as never, number: i + 1 }));

/** What a proposed change alters, in words and units that people read. */
export const changedFields = (changes: readonly FieldChange[]): ChangedField[] =>
  changes.filter(isTelling).map((change) => ({
    name: nameOf(change),
    before: Object.hasOwn(change, 'before') ? write(change.field, change.before) : null,
    after: Object.hasOwn(change, 'after') ? write(change.field, change.after) : null,
  }));

/** What a new thing does not have says nothing about it. */
const isTelling = (change: FieldChange): boolean =>
  Object.hasOwn(change, 'before') || (change.after !== null && change.after !== false);

/** `agents.B.landingUrl` as "Agent B, landing url"; an address may hold dots itself. */
function nameOf({ field, before, after }: FieldChange): string {
  const [list = ''] = field.split('.', 1);
  const rest = field.slice(list.length + 1);
  const [, object = '', last = ''] = /^(.*)\.([^.]+)$/.exec(rest) ?? [];
  if (list === 'agents') return `Agent ${object}, ${wordsOf(last)}`;
  if (list === 'links') return `Link ${object}, ${wordsOf(last)}`;
  if (list === 'rules') return `Rule “${Rule.safeParse(after ?? before).data?.name ?? rest}”`;
  if (field === 'rulesInOrder') return 'Order of the rules';
  return capitalize(field.split('.').map(wordsOf).join(', '));
}

function write(field: string, value: unknown): string {
  const rule = field.startsWith('rules.') ? Rule.safeParse(value).data : undefined;
  if (rule) return ruleText(rule, LETTERS);
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(', ') : 'none';
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, each]) => `${wordsOf(key)} ${writeValue(each, key)}`)
      .join(', ');
  return writeValue(value, field);
}

const wordsOf = (key: string): string => fieldName(key.replace(/BasisPoints$/, ''));
const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
