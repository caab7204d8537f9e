import { useState } from 'react';
import { useIdempotencyKey } from '../../../lib/idempotency-key.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Input } from '../../../ui/input.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useKeepAsTemplate } from './queries.ts';

/** Asks what the template is to be called. Render it while it is open. */
export function TemplateDialog({ onClose }: { onClose: () => void }) {
  const { id, name: original } = useCurrentExperiment();
  const keep = useKeepAsTemplate(id);
  const keyOf = useIdempotencyKey();
  const [name, setName] = useState(original);
  const send = () => {
    const onSuccess = () => {
      onClose();
      showToast('Saved. Experiments can begin from it: Experiments, From a template.');
    };
    keep.mutate({ name, idempotencyKey: keyOf({ name }) }, { onSuccess });
  };
  return (
    <FormDialog
      title="Save as a template"
      description="What becomes of this experiment later does not touch the template."
      verb="Save the template"
      isPending={keep.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      <Field label="Name" error={keep.error?.message}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
