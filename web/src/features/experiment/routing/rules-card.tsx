import { MOST_RULES, type Rule } from '@alyson/schema';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ruleText } from '../../../lib/rule-text.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import type { RoutingFaults } from './routing-values.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { newRule } from './rule-form.ts';

interface RulesCardProps {
  rules: readonly Rule[];
  /** In which they read the hours of the week. */
  timezone: string;
  faults: RoutingFaults;
  onChange: (rules: Rule[]) => void;
  refusal: string | null;
}

/** The rules in their order, each as a sentence. */
export function RulesCard({ rules, timezone, faults, onChange, refusal }: RulesCardProps) {
  const [open, setOpen] = useState<Rule | null>(null);
  const isNew = open !== null && !rules.some(({ id }) => id === open.id);
  const keep = (rule: Rule) => {
    onChange(isNew ? [...rules, rule] : rules.map((one) => (one.id === rule.id ? rule : one)));
    setOpen(null);
  };
  const move = (place: number, by: -1 | 1) => {
    const next = [...rules];
    const [moved] = next.splice(place, 1);
    if (moved) next.splice(place + by, 0, moved);
    onChange(next);
  };
  return (
    <Card
      title="Rules"
      note="The first rule whose conditions all hold decides. All other clicks follow the split."
      padding="flush"
      actions={
        rules.length < MOST_RULES && (
          <Button size="sm" icon={Plus} refusal={refusal} onClick={() => setOpen(newRule())}>
            Add rule
          </Button>
        )
      }
    >
      {rules.length === 0 ? (
        <p className="p-4 text-14 text-muted">No rules: every click follows the split.</p>
      ) : (
        <ol>
          {rules.map((rule, place) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              place={place}
              isLast={place === rules.length - 1}
              fault={faults.get(`rules.${place}`)}
              refusal={refusal}
              onEdit={() => setOpen(rule)}
              onMove={(by) => move(place, by)}
              onRemove={() => onChange(rules.filter(({ id }) => id !== rule.id))}
            />
          ))}
        </ol>
      )}
      {faults.get('rules') && <p className="px-4 py-3 text-13 text-negative">{faults.get('rules')}</p>}
      {open && <RuleDialog rule={open} timezone={timezone} isNew={isNew} onKeep={keep} onClose={() => setOpen(null)} />}
    </Card>
  );
}

interface RuleRowProps {
  rule: Rule;
  place: number;
  isLast: boolean;
  fault: string | undefined;
  refusal: string | null;
  onEdit: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function RuleRow({ rule, place, isLast, fault, refusal, onEdit, onMove, onRemove }: RuleRowProps) {
  const { agents } = useCurrentExperiment();
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-14 font-medium">
          <span className="mr-2 text-subtle tabular-nums">{place + 1}</span>
          {rule.name}
        </p>
        <p className="mt-0.5 text-13 text-muted [overflow-wrap:anywhere]">{ruleText(rule, agents)}</p>
        {fault && <p className="mt-1 text-13 text-negative">{fault}</p>}
      </div>
      {refusal === null && (
        <div className="flex flex-wrap items-center gap-1">
          {place > 0 && <IconButton label={`Move ${rule.name} up`} icon={ArrowUp} onClick={() => onMove(-1)} />}
          {!isLast && <IconButton label={`Move ${rule.name} down`} icon={ArrowDown} onClick={() => onMove(1)} />}
          <IconButton label={`Change ${rule.name}`} icon={Pencil} onClick={onEdit} />
          <IconButton label={`Remove ${rule.name}`} icon={Trash2} onClick={onRemove} />
        </div>
      )}
    </li>
  );
}
