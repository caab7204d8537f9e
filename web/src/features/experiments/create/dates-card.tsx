import { useController, useFormContext } from 'react-hook-form';
import { Card } from '../../../ui/card.tsx';
import { LocalMinuteField } from '../../../ui/local-minute-field.tsx';
import { fieldSentence } from './field-error.ts';
import type { FormValues } from './form-values.ts';

/** When the experiment starts and ends by itself. */
export function DatesCard() {
  return (
    <Card title="When to start and end" note="Empty: somebody starts or ends it by hand.">
      <div className="flex flex-col gap-5">
        <DateField name="startsAt" label="Start" hint="Publishes release 1 and routes clicks to the agents." />
        <DateField name="endsAt" label="End" hint="Sends every click to the fallback page for good." />
      </div>
    </Card>
  );
}

function DateField({ name, label, hint }: { name: 'startsAt' | 'endsAt'; label: string; hint: string }) {
  const { control, formState } = useFormContext<FormValues>();
  const { field } = useController({ control, name });
  const { time, timezone } = formState.errors[name] ?? {};
  const error =
    (time?.message && fieldSentence(`${name}.time`, time.message)) ??
    (timezone?.message && fieldSentence(`${name}.timezone`, timezone.message));
  return <LocalMinuteField label={label} hint={hint} value={field.value} error={error} onChange={field.onChange} />;
}
