import { agentLetter, roundToBasisPoints, sumOfWeights, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { useFormContext, useWatch } from 'react-hook-form';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatWeight } from '../../../ui/format/percent.ts';
import { Notice } from '../../../ui/notice.tsx';
import { SplitBar } from '../../../ui/split-bar.tsx';
import { NumberInput } from './form-fields.tsx';
import { evenSplit, type FormValues } from './form-values.ts';
import { splitAdvice, splitWarnings } from './split-advice.ts';

/** How the first clicks are shared. Nothing is made to fit silently: what was typed stays until a button says so. */
export function SplitStep() {
  const { control, setValue } = useFormContext<FormValues>();
  const agents = useWatch({ control, name: 'agents' });
  const mode = useWatch({ control, name: 'mode' });
  const floor = useWatch({ control, name: 'optimization.floorBasisPoints' });
  const shares = agents.map((agent, index) => ({
    path: `agents.${index}.weightBasisPoints` as const,
    letter: agentLetter(index + 1),
    name: agent.name,
    weightBasisPoints: agent.weightBasisPoints ?? 0,
  }));
  const weights = shares.map((share) => share.weightBasisPoints);
  const total = sumOfWeights(weights);
  const advice = splitAdvice(agents.map((agent) => agent.weightBasisPoints));
  const warnings = mode === 'auto' && floor !== null ? splitWarnings(shares, floor) : [];

  const setAll = (next: readonly number[]) => {
    next.forEach((weight, index) => {
      setValue(`agents.${index}.weightBasisPoints`, weight, { shouldDirty: true, shouldValidate: true });
    });
  };
  const canScale = total > 0 && total !== TOTAL_BASIS_POINTS;

  return (
    <Card
      title="First split"
      note="Each agent's share of new clicks. In automatic mode the optimizer moves it later, within its limits."
      actions={
        <>
          <Button size="sm" onClick={() => setAll(evenSplit(agents.length))}>
            Even split
          </Button>
          <Button
            size="sm"
            refusal={canScale ? null : 'The weights already add up to 100%, or are all 0%.'}
            onClick={() => setAll(roundToBasisPoints(weights))}
          >
            Scale to 100%
          </Button>
        </>
      }
    >
      <SplitBar shares={shares} />
      <ul className="mt-4">
        {shares.map(({ path, letter, name }) => (
          <li key={letter} className="flex items-start gap-4 border-b py-2">
            <span className="flex h-9 min-w-0 flex-1 items-center">
              <AgentChip letter={letter} name={name || 'No name yet'} />
            </span>
            <NumberInput
              path={path}
              label={`Weight of ${letter}`}
              isLabelHidden
              per={100}
              decimals={2}
              max={100}
              unit="%"
              className="w-32"
            />
          </li>
        ))}
      </ul>
      <p className="flex justify-between gap-4 py-3 pr-8 text-14 font-semibold" aria-live="polite">
        <span>Total</span>
        <span className={total === TOTAL_BASIS_POINTS ? '' : 'text-negative'}>{formatWeight(total)}</span>
      </p>
      {advice && <Notice tone="negative">{advice}</Notice>}
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning" className="mt-2">
          {warning}
        </Notice>
      ))}
    </Card>
  );
}
