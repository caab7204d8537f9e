import type { Template } from '@alyson/schema';
import { useNavigate } from '@tanstack/react-router';
import { LayoutTemplate } from 'lucide-react';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useCreateFromTemplate, useTemplates } from './queries.ts';
import { TemplateChoice } from './template-choice.tsx';

/** Begins an experiment from one of the workspace's templates. */
export function FromTemplateButton() {
  const [isOpen, setIsOpen] = useState(false);
  const refusal = useRefusal('experiment:write');
  return (
    <>
      <Button icon={LayoutTemplate} refusal={refusal} onClick={() => setIsOpen(true)}>
        From a template
      </Button>
      {isOpen && <FromTemplateDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

function FromTemplateDialog({ onClose }: { onClose: () => void }) {
  const templates = useTemplates();
  const create = useCreateFromTemplate();
  const navigate = useNavigate();
  const keyOf = useIdempotencyKey();
  const [picked, setPicked] = useState<Template | null>(null);
  const [name, setName] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const send = () => {
    setIsChecked(true);
    if (!picked || name.trim() === '') return;
    const body = { name };
    create.mutate(
      { templateId: picked.id, body, idempotencyKey: keyOf({ templateId: picked.id, body }) },
      {
        onSuccess: ({ id }) => {
          onClose();
          showToast('The draft is made. Look at its links before it is started.');
          void navigate({ to: '/experiments/$experimentId/settings', params: { experimentId: id } });
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Begin from a template"
      description="Makes a draft with the template's agents, split, rules and limits, and a link of its own."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isPending={create.isPending}
            refusal={templates.data?.items.length === 0 ? 'There is no template to begin from.' : null}
            onClick={send}
          >
            Make the draft
          </Button>
        </>
      }
    >
      {create.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not made: {create.error.message}
        </Notice>
      )}
      <QueryView query={templates} what="the templates" skeleton={<Skeleton className="h-24 w-full" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-14 text-muted">
              There are no templates yet. An experiment can be saved as one under its Settings.
            </p>
          ) : (
            <div className="flex flex-col gap-5">
              <TemplateChoice items={items} picked={picked} onPick={setPicked} />
              {isChecked && !picked && <p className="text-13 text-negative">Choose a template.</p>}
              <Field
                label="Name of the experiment"
                error={isChecked && name.trim() === '' ? 'Name is missing.' : undefined}
              >
                <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
              </Field>
            </div>
          )
        }
      </QueryView>
    </Dialog>
  );
}
