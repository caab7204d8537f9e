import { ProblemError } from '@alyson/schema';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIdempotencyKey } from '../../../lib/idempotency-key.ts';
import { pointerToPath } from '../../../lib/json-pointer.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useDuplicate } from './queries.ts';

/** Asks for the copy's name and link; a link that is left out is proposed by the server. Render it while it is open. */
export function DuplicateDialog({ onClose }: { onClose: () => void }) {
  const { id, name: original } = useCurrentExperiment();
  const duplicate = useDuplicate(id);
  const navigate = useNavigate();
  const keyOf = useIdempotencyKey();
  const [name, setName] = useState(`Copy of ${original}`.slice(0, 120));
  const [slug, setSlug] = useState('');
  const faults = faultsOf(duplicate.error);
  const send = () => {
    const links = slug.trim() ? [{ kind: 'slug' as const, value: slug.trim() }] : undefined;
    const body = { name, ...(links && { links }) };
    const onSuccess = (copy: { id: string }) => {
      onClose();
      showToast('Copied. This is the new draft.');
      void navigate({ to: '/experiments/$experimentId/settings', params: { experimentId: copy.id } });
    };
    duplicate.mutate({ body, idempotencyKey: keyOf(body) }, { onSuccess });
  };
  return (
    <FormDialog
      title={`Duplicate ${original}`}
      description="The draft has the same agents, split, rules and limits. An agent that is off comes without weight; archived ones stay behind."
      verb="Duplicate the experiment"
      isPending={duplicate.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      {duplicate.error && (
        <Notice tone="negative" role="alert">
          Not copied: {duplicate.error.message}
        </Notice>
      )}
      <Field label="Name" error={faults.get('name')}>
        <Input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field
        label="Link slug (optional)"
        error={faults.get('links.0.value') ?? faults.get('links')}
        hint="Left empty, a free one is proposed. Links can be changed in the draft."
      >
        <Input
          value={slug}
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => setSlug(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

const faultsOf = (error: Error | null): ReadonlyMap<string, string> =>
  new Map(
    error instanceof ProblemError
      ? error.errors.map(({ pointer, detail }) => [pointerToPath(pointer) ?? '', detail])
      : [],
  );
