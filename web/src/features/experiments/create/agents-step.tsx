import { agentLetter } from '@alyson/schema';
import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextField } from './form-fields.tsx';
import { evenSplit, type FormValues, newAgent } from './form-values.ts';
import { LandingUrlField } from './landing-url-field.tsx';

const FEWEST_AGENTS = 2;
const MOST_AGENTS = 50;

/** The landing pages that compete. */
export function AgentsStep() {
  const { control, getValues, setValue } = useFormContext<FormValues>();
  const agents = useFieldArray({ control, name: 'agents' });

  // A split that nobody has touched stays even as agents come and go; one that was typed is left alone.
  const keepEven = (change: () => void) => {
    const before = getValues('agents').map((agent) => agent.weightBasisPoints);
    const wasEven = evenSplit(before.length).every((weight, index) => weight === before[index]);
    change();
    if (!wasEven) return;
    evenSplit(getValues('agents').length).forEach((weight, index) => {
      setValue(`agents.${index}.weightBasisPoints`, weight, { shouldDirty: true });
    });
  };

  return (
    <>
      {agents.fields.map((field, index) => (
        <AgentCard
          key={field.id}
          index={index}
          {...(agents.fields.length > FEWEST_AGENTS && { onRemove: () => keepEven(() => agents.remove(index)) })}
        />
      ))}
      {agents.fields.length < MOST_AGENTS && (
        <Button
          icon={Plus}
          className="border-dashed"
          onClick={() =>
            keepEven(() => agents.append(newAgent(0), { focusName: `agents.${agents.fields.length}.name` }))
          }
        >
          Add agent {agentLetter(agents.fields.length + 1)}
        </Button>
      )}
    </>
  );
}

function AgentCard({ index, onRemove }: { index: number; onRemove?: () => void }) {
  const { control, getValues, setValue } = useFormContext<FormValues>();
  const letter = agentLetter(index + 1);
  const isControl = useWatch({ control, name: `agents.${index}.isControl` });

  const chooseControl = (isChosen: boolean) => {
    getValues('agents').forEach((_, other) => {
      setValue(`agents.${other}.isControl`, isChosen && other === index, { shouldDirty: true });
    });
  };

  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <AgentChip letter={letter} /> Agent {letter}
        </span>
      }
      actions={
        <>
          <label className="touch-target flex cursor-pointer items-center gap-2 text-13">
            <input
              type="checkbox"
              checked={isControl}
              onChange={(event) => chooseControl(event.target.checked)}
              className="size-4 accent-ink"
            />
            Control
          </label>
          {onRemove && (
            <IconButton label={`Remove agent ${letter}`} icon={Trash2} onClick={onRemove} className="-my-2" />
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField path={`agents.${index}.name`} label="Name" placeholder={index === 0 ? 'Short form' : 'Quiz first'} />
        <LandingUrlField index={index} />
      </div>
    </Card>
  );
}
