import type { BulkOutcome, BulkStepName, ExperimentListItem } from '@alyson/schema';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { Notice } from '../../ui/notice.tsx';
import { BulkDialog } from './bulk-dialog.tsx';

/** Steps with what each is called, and where it makes sense. */
const STEPS: readonly { step: BulkStepName; label: string; fits: (item: ExperimentListItem) => boolean }[] = [
  { step: 'pause', label: 'Pause', fits: ({ state }) => state === 'running' },
  { step: 'resume', label: 'Resume', fits: ({ state }) => state === 'paused' },
  {
    step: 'hold',
    label: 'Hold',
    fits: ({ state, heldSince }) => (state === 'running' || state === 'paused') && !heldSince,
  },
  { step: 'release_hold', label: 'End the hold', fits: ({ heldSince }) => heldSince !== null },
  { step: 'archive', label: 'Archive', fits: ({ state }) => state === 'draft' || state === 'completed' },
  { step: 'unarchive', label: 'Bring back', fits: ({ state }) => state === 'archived' },
];

interface BulkBarProps {
  /** That are picked. */
  items: readonly ExperimentListItem[];
  onClear: () => void;
}

/** What can be done with all that are picked. What came of it stays until it is put away. */
export function BulkBar({ items, onClear }: BulkBarProps) {
  const refusal = useRefusal('experiment:write');
  const [step, setStep] = useState<BulkStepName | null>(null);
  const [outcome, setOutcome] = useState<{ label: string; refused: readonly string[]; done: number } | null>(null);
  const labelOf = (name: BulkStepName) => STEPS.find((one) => one.step === name)?.label ?? name;
  const finish = (name: BulkStepName, outcomes: readonly BulkOutcome[]) => {
    const nameOf = (id: string) => items.find((item) => item.id === id)?.name ?? id;
    const refused = outcomes.flatMap(({ experimentId, refusal: why }) =>
      why ? [`${nameOf(experimentId)}: ${why.detail}`] : [],
    );
    setOutcome({ label: labelOf(name), refused, done: outcomes.length - refused.length });
    setStep(null);
    onClear();
  };
  return (
    <>
      {outcome && (
        <Notice tone={outcome.refused.length > 0 ? 'warning' : 'info'} role="status" className="mb-4">
          {outcome.label}: done for {formatCountOf(outcome.done, 'experiment')}
          {outcome.refused.length > 0 && `, refused for ${outcome.refused.length}`}.
          {outcome.refused.length > 0 && (
            <ul className="mt-1 list-disc pl-4">
              {outcome.refused.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}{' '}
          <button
            type="button"
            className="rounded-sm font-medium underline underline-offset-3"
            onClick={() => setOutcome(null)}
          >
            Put away
          </button>
        </Notice>
      )}
      {items.length > 0 && (
        <section
          aria-label="Picked experiments"
          className="mb-4 flex flex-wrap items-center gap-2 rounded-card border bg-surface px-4 py-2.5"
        >
          <p className="mr-2 text-14 font-medium" role="status">
            {formatCountOf(items.length, 'experiment')} picked
          </p>
          {STEPS.filter(({ fits }) => items.some(fits)).map(({ step: name, label }) => (
            <Button key={name} size="sm" refusal={refusal} onClick={() => setStep(name)}>
              {label}
            </Button>
          ))}
          <Button size="sm" variant="quiet" onClick={onClear}>
            Clear
          </Button>
        </section>
      )}
      {step && (
        <BulkDialog
          step={step}
          label={labelOf(step)}
          items={items}
          onDone={(outcomes) => finish(step, outcomes)}
          onClose={() => setStep(null)}
        />
      )}
    </>
  );
}
