import { type BuyerSecret, DEFAULT_OVERLAP_HOURS, RotateBuyerSecret } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Select } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { wordsOf } from '../../../ui/problem-state.tsx';
import { faultsOf } from '../tune-entries.ts';
import { useRotateSecret } from './queries.ts';
import { type MadeSecret, SecretMadeDialog } from './secret-made-dialog.tsx';
import { describeScheme } from './secret-words.ts';

const OVERLAPS = [
  { hours: 0, label: 'Now: it has leaked' },
  { hours: 1, label: 'In an hour' },
  { hours: DEFAULT_OVERLAP_HOURS, label: 'In a day' },
  { hours: 7 * 24, label: 'In a week' },
];

/** Lets a new secret take over from one. Render it while it is open. */
export function RotateSecretDialog({ secret, onClose }: { secret: BuyerSecret; onClose: () => void }) {
  const [made, setMade] = useState<MadeSecret | null>(null);
  const [hours, setHours] = useState(DEFAULT_OVERLAP_HOURS);
  const [value, setValue] = useState('');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const rotate = useRotateSecret(secret);
  if (made) return <SecretMadeDialog made={made} onClose={onClose} />;

  const isKey = secret.scheme.kind === 'standard_webhooks' && secret.scheme.version === 'v1a';
  const send = () => {
    const given = value.trim() === '' ? {} : { value };
    const parsed = RotateBuyerSecret.safeParse({ overlapHours: hours, ...given });
    setFaults(parsed.success ? {} : faultsOf(parsed.error));
    if (parsed.success) rotate.mutate(parsed.data, { onSuccess: setMade });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Replace the secret"
      description={`${describeScheme(secret.scheme)}. The new one counts at once.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={hours === 0 ? 'danger' : 'primary'} isPending={rotate.isPending} onClick={send}>
            Replace it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {rotate.error && (
          <Notice tone="negative" role="alert">
            {wordsOf(rotate.error)}
          </Notice>
        )}
        <Field
          label="The old one ends"
          hint="Until then both count, so that no report is lost while the buyer changes over."
        >
          <Select value={String(hours)} onChange={(event) => setHours(Number(event.target.value))}>
            {OVERLAPS.map((choice) => (
              <option key={choice.hours} value={choice.hours}>
                {choice.label}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label={isKey ? 'New public key' : 'New secret'}
          error={faults['value']}
          hint={isKey ? 'The buyer’s own: whpk_ and 32 bytes in base64.' : 'Empty: one is made here.'}
        >
          <Input
            value={value}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-13"
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
