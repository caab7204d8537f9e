import { MOST_RATES, ProblemError } from '@alyson/schema';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { Input, Textarea } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useSetExchangeRates } from './queries.ts';
import { readRatesText } from './read-rates-text.ts';

const SHOWN_FAULTS = 3;

/** Lines of CSV, pasted or from a file, as rates of days. */
export function SetRatesForm({ refusal }: { refusal: string | null }) {
  const [text, setText] = useState('');
  const [resettle, setResettle] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | undefined>();
  const set = useSetExchangeRates();
  const resettleId = useId();
  const { rates, faults } = readRatesText(text);
  const faultText = faults.slice(0, SHOWN_FAULTS).map(({ line, detail }) => `Line ${line}: ${detail}.`);
  const fault = faults.length > 0 ? faultText.join(' ') : error;

  const send = () => {
    if (faults.length > 0) return;
    if (rates.length === 0) return setError('Paste at least one line.');
    if (rates.length > MOST_RATES) return setError(`${MOST_RATES} lines at a time are the most.`);
    setError(undefined);
    const body = resettle ? { rates, resettle, reason } : { rates };
    set.mutate(body, {
      onSuccess: ({ added, changed, unchanged }) => {
        setText('');
        setResettle(false);
        setReason('');
        showToast(`${formatCountOf(added, 'rate')} added, ${changed} changed, ${unchanged} as they were.`);
      },
      onError: (failure) => setError(failure instanceof ProblemError ? wordsOf(failure) : failure.message),
    });
  };
  return (
    <Card
      title="Set rates"
      note="One line per day and pair: day, from, to, rate. A day that is there already gets the new rate."
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field
          label="Rates as CSV"
          error={fault}
          hint={text.trim() && faults.length === 0 ? `${formatCountOf(rates.length, 'rate')} read.` : undefined}
        >
          <Textarea
            value={text}
            rows={6}
            spellCheck={false}
            placeholder={'2026-11-20,EUR,USD,1.0845\n2026-11-20,GBP,USD,1.2652'}
            className="font-mono text-13"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Field label="Or a file">
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            className="text-13 file:mr-3 file:rounded-control file:border file:bg-surface file:px-3 file:py-1.5"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </Field>
        <label htmlFor={resettleId} className="flex items-start gap-2 text-14">
          <input
            id={resettleId}
            type="checkbox"
            className="mt-1"
            checked={resettle}
            onChange={(event) => setResettle(event.target.checked)}
          />
          <span>
            Count again what was counted with other rates.
            <span className="block text-13 text-muted">
              Without it, amounts keep the rate they were counted with; only those that wait, and later ones, get these.
            </span>
          </span>
        </label>
        {resettle && (
          <Field label="Reason" hint="It stands in the activity log.">
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
        )}
        <div>
          <Button type="submit" refusal={refusal} isPending={set.isPending}>
            {resettle ? 'Set rates and count again' : 'Set rates'}
          </Button>
        </div>
      </form>
    </Card>
  );
}

const wordsOf = ({ errors: [first], message }: ProblemError): string =>
  first ? `${first.pointer.replace('#/', '')} ${first.detail}.` : message;
