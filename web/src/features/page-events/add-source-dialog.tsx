import { CreateSegmentSource, ProblemError, type SegmentSourceWithSecret } from '@alyson/schema';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { useCreateSource } from './queries.ts';

interface AddSourceDialogProps {
  onMade: (made: SegmentSourceWithSecret) => void;
  onClose: () => void;
}

/** Makes a source of page events. Render it while it is open. */
export function AddSourceDialog({ onMade, onClose }: AddSourceDialogProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | undefined>();
  const create = useCreateSource();
  const keyOf = useIdempotencyKey<string>();
  const submit = () => {
    const parsed = CreateSegmentSource.safeParse({ name });
    if (!parsed.success) return setError('Enter a name, such as the site that Segment watches.');
    create.mutate(
      { name: parsed.data.name, idempotencyKey: keyOf(parsed.data.name) },
      {
        onSuccess: (made) => {
          onClose();
          onMade(made);
        },
        onError: (failure) =>
          setError(
            failure instanceof ProblemError && failure.code === 'name_taken'
              ? 'Another source has this name. Choose one that tells them apart.'
              : wordsOf(failure),
          ),
      },
    );
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Add source"
      description="A source gets an address of its own for a webhook destination in Segment, and a secret that Segment signs with."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="add-source" isPending={create.isPending}>
            Add source
          </Button>
        </>
      }
    >
      <form
        id="add-source"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" error={error}>
          <Input autoFocus value={name} placeholder="Landing pages" onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
