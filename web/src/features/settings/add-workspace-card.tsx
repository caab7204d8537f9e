import { CreateWorkspace } from '@alyson/schema';
import { useState } from 'react';
import { chooseWorkspace } from '../../lib/workspace-choice.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { useCreateWorkspace } from './queries.ts';

/** Makes another workspace, and goes there. For who runs the deployment. */
export function AddWorkspaceCard() {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | undefined>();
  const create = useCreateWorkspace();
  const send = () => {
    const parsed = CreateWorkspace.safeParse({ name });
    if (!parsed.success) return setError('Enter the name of the team or the client.');
    create.mutate(parsed.data.name, {
      onSuccess: ({ id }) => {
        chooseWorkspace(id);
        location.assign('/settings/workspace');
      },
      onError: (failure) => setError(wordsOf(failure)),
    });
  };
  return (
    <Card
      title="Another workspace"
      note="For another team or client. Nobody sees anything of a workspace that they do not belong to; you become its admin."
    >
      <form
        noValidate
        className="flex max-w-md flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field label="Name of the new workspace" error={error} className="flex-1 basis-56">
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Button type="submit" isPending={create.isPending}>
          Make the workspace
        </Button>
      </form>
    </Card>
  );
}
