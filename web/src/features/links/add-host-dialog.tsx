import { AddHost, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAddHost } from './queries.ts';

/** Claims a host for the workspace. Render it while it is open. */
export function AddHostDialog({ onClose }: { onClose: () => void }) {
  const [host, setHost] = useState('');
  const [error, setError] = useState<string | undefined>();
  const add = useAddHost();
  const send = () => {
    const parsed = AddHost.safeParse({ host });
    if (!parsed.success) return setError(faultSentence('It', parsed.error.issues[0]?.message ?? 'cannot be read'));
    add.mutate(parsed.data.host, {
      onSuccess: () => {
        onClose();
        showToast(`${parsed.data.host} added.`);
      },
      onError: (failure) => setError(failure instanceof ProblemError ? refusalOf(failure) : failure.message),
    });
  };
  return (
    <FormDialog
      title="Add a host"
      description="From now on only links of this workspace can stand on it. Point its DNS to the router."
      verb="Add the host"
      isPending={add.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      <Field label="Host" error={error} hint="Its name alone, without https:// and without a path.">
        <Input
          autoFocus
          value={host}
          inputMode="url"
          spellCheck={false}
          placeholder="go.brand.com"
          className="font-mono text-13"
          onChange={(event) => setHost(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

function refusalOf({ code, message, errors }: ProblemError): string {
  if (code === 'host_taken') return 'It is used already, by this workspace or another.';
  const [first] = errors;
  return first ? faultSentence('It', first.detail) : message;
}
