import type { TuneMode, TunePlan, TunePlanItem } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { type Decision, type Decisions, decisionOf, withDecision } from './decisions.ts';
import { PlanItem } from './plan-item.tsx';
import { OUTCOMES } from './words.ts';

interface PlanListProps {
  plan: TunePlan;
  decisions: Decisions;
  mode: TuneMode;
  onChange: (decisions: Decisions) => void;
}

const ORDER = ['blocked', 'create', 'changed', 'left_out', 'unchanged'] as const;
const PAGE = 30;

/** The plan, by what becomes of each ad group; first what needs a person. */
export function PlanList({ plan, decisions, mode, onChange }: PlanListProps) {
  const [chosen, setChosen] = useState<TunePlanItem['outcome'] | undefined>();
  const [shown, setShown] = useState(PAGE);
  const sorted = ORDER.flatMap((outcome) => plan.items.filter((item) => item.outcome === outcome));
  const items = chosen ? sorted.filter(({ outcome }) => outcome === chosen) : sorted;
  const decide = (decision: Decision) => onChange(withDecision(decisions, decision));
  const options = [
    { value: undefined, label: `All ${formatCount(plan.items.length)}` },
    ...ORDER.map((value) => ({ value, label: `${OUTCOMES[value]} ${formatCount(plan.counts[value])}` })),
  ];
  return (
    <section aria-label="Plan" className="flex flex-col gap-4">
      <Segmented label="Show" value={chosen} options={options} onChange={setChosen} />
      {items.length === 0 && (
        <Card>
          <p className="text-14 text-muted">
            {plan.items.length === 0
              ? 'The import holds no ad group of type link, and no offer with more than one URL: there is nothing to split.'
              : 'None is so.'}
          </p>
        </Card>
      )}
      {items.slice(0, shown).map((item) => (
        <PlanItem
          key={`${item.source.kind}/${item.source.id}`}
          item={item}
          mode={mode}
          decision={decisionOf(decisions, item)}
          onDecide={decide}
        />
      ))}
      {items.length > shown && (
        <Button variant="quiet" onClick={() => setShown(shown + PAGE)}>
          Show more
        </Button>
      )}
    </section>
  );
}
