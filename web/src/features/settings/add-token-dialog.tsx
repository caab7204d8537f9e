import { type ApiTokenWithSecret, CreateApiToken, DAY_MS, type Role, toTimestamp } from '@alyson/schema';
import { useState } from 'react';
import { ROLES } from '../../lib/role-words.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { useCreateApiToken } from './queries.ts';

/** Makes a token, then shows it: the only time that can be. Render it while it is open. */
export function AddTokenDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<ApiTokenWithSecret | null>(null);
  return made ? <SecretDialog made={made} onClose={onClose} /> : <TokenForm onMade={setMade} onClose={onClose} />;
}

const LASTING = [
  { days: '30', label: '30 days' },
  { days: '90', label: '90 days' },
  { days: '365', label: 'A year' },
  { days: '', label: 'Until it is revoked' },
];

/** From the start of the minute, so that pressing twice asks for the same. */
const endAfter = (days: string): string | null =>
  days === '' ? null : toTimestamp(Math.floor(Date.now() / 60_000) * 60_000 + Number(days) * DAY_MS);

function TokenForm({ onMade, onClose }: { onMade: (made: ApiTokenWithSecret) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState('90');
  const [error, setError] = useState<string | undefined>();
  const create = useCreateApiToken();
  const send = () => {
    const parsed = CreateApiToken.safeParse({ name, role, expiresAt: endAfter(days) });
    if (!parsed.success) return setError('Enter what the token is for.');
    setError(undefined);
    create.mutate(parsed.data, { onSuccess: onMade });
  };
  return (
    <FormDialog
      title="New API token"
      description="It works in this workspace, with no more than you may do yourself."
      verb="Make the token"
      isPending={create.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      {create.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(create.error)}
        </Notice>
      )}
      <Field label="Name" error={error} hint="What uses it, so that it is known when it is to be revoked.">
        <Input autoFocus value={name} placeholder="Reporting" onChange={(event) => setName(event.target.value)} />
      </Field>
      <ChoiceCards legend="May do what this role may" value={role} onChange={setRole} options={ROLES} columns={1} />
      <Field label="Lasts">
        <Select value={days} onChange={(event) => setDays(event.target.value)}>
          {LASTING.map((choice) => (
            <option key={choice.days} value={choice.days}>
              {choice.label}
            </option>
          ))}
        </Select>
      </Field>
    </FormDialog>
  );
}

function SecretDialog({ made: { apiToken, secret }, onClose }: { made: ApiTokenWithSecret; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      isDismissible={false}
      title={`${apiToken.name} is made`}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept the token
        </Button>
      }
    >
      <ShownOnce label="Token" code={secret}>
        It is shown this once. Whoever has it can do in this workspace what it may.
      </ShownOnce>
    </Dialog>
  );
}
