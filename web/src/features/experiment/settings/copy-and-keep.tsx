import { Archive, ArchiveRestore, BookmarkPlus, Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { LifecycleStep } from '../lifecycle/lifecycle-step.tsx';
import { DeleteDraftDialog } from './delete-draft-dialog.tsx';
import { DuplicateDialog } from './duplicate-dialog.tsx';
import { useArchive, useUnarchive } from './queries.ts';
import { TemplateDialog } from './template-dialog.tsx';

/** What can be made of the experiment, and how it is put away. */
export function CopyAndKeep() {
  const { state } = useCurrentExperiment();
  const refusal = useRefusal('experiment:write');
  const [open, setOpen] = useState<'duplicate' | 'template' | 'delete' | null>(null);
  const close = () => setOpen(null);
  return (
    <Card title="Copy and put away" padding="flush">
      <ul>
        <LifecycleStep
          what="Duplicate"
          effect="Makes a draft of the same content, with a link of its own and no history."
        >
          <Button icon={Copy} refusal={refusal} onClick={() => setOpen('duplicate')}>
            Duplicate
          </Button>
        </LifecycleStep>
        <LifecycleStep
          what="Save as a template"
          effect="Keeps agents, split, rules and limits as they are now, for everybody in the workspace to begin from."
        >
          <Button icon={BookmarkPlus} refusal={refusal} onClick={() => setOpen('template')}>
            Save as a template
          </Button>
        </LifecycleStep>
        {(state === 'draft' || state === 'completed') && (
          <LifecycleStep
            what="Archive"
            effect="Takes it out of the lists. Nothing else changes; it can be brought back."
          >
            <ArchiveButton />
          </LifecycleStep>
        )}
        {state === 'archived' && (
          <LifecycleStep what="Bring back" effect="Puts it into the lists again, as it was before it was archived.">
            <UnarchiveButton />
          </LifecycleStep>
        )}
        {state === 'draft' && (
          <LifecycleStep what="Delete" effect="Removes the draft for good. Its links are free again.">
            <Button variant="danger" icon={Trash2} refusal={refusal} onClick={() => setOpen('delete')}>
              Delete the draft
            </Button>
          </LifecycleStep>
        )}
      </ul>
      {open === 'duplicate' && <DuplicateDialog onClose={close} />}
      {open === 'template' && <TemplateDialog onClose={close} />}
      {open === 'delete' && <DeleteDraftDialog onClose={close} />}
    </Card>
  );
}

function ArchiveButton() {
  const { id } = useCurrentExperiment();
  const archive = useArchive(id);
  const refusal = useRefusal('experiment:write');
  const press = () =>
    archive.mutate(undefined, {
      onSuccess: () => showToast('Archived. It is under Experiments, Archived.'),
      onError: (error) => showToast(`Not archived: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button icon={Archive} refusal={refusal} isPending={archive.isPending} onClick={press}>
      Archive
    </Button>
  );
}

function UnarchiveButton() {
  const { id } = useCurrentExperiment();
  const unarchive = useUnarchive(id);
  const refusal = useRefusal('experiment:write');
  const press = () =>
    unarchive.mutate(undefined, {
      onSuccess: () => showToast('It is back in the lists.'),
      onError: (error) => showToast(`Not brought back: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button icon={ArchiveRestore} refusal={refusal} isPending={unarchive.isPending} onClick={press}>
      Bring back
    </Button>
  );
}
