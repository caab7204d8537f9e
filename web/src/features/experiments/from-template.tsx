import type { Template } from '@alyson/schema';
import { useNavigate } from '@tanstack/react-router';
import { LayoutTemplate } from 'lucide-react';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useCreateFromTemplate, useDeleteTemplate, useTemplates } from './queries.ts';

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
          <Button variant="primary" isPending={create.isPending} onClick={send}>
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

interface TemplateChoiceProps {
  items: readonly Template[];
  picked: Template | null;
  onPick: (template: Template | null) => void;
}

function TemplateChoice({ items, picked, onPick }: TemplateChoiceProps) {
  const remove = useDeleteTemplate();
  /** Whose deletion waits to be pressed a second time. */
  const [asked, setAsked] = useState<string | null>(null);
  const drop = (template: Template) =>
    remove.mutate(template, {
      onSuccess: () => {
        if (picked?.id === template.id) onPick(null);
        showToast(`The template “${template.name}” is deleted.`);
      },
      onError: (error) => showToast(`Not deleted: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <fieldset>
      <legend className="mb-1.5 text-13 font-medium">Template</legend>
      <ul className="rounded-control border">
        {items.map((template) => (
          <li key={template.id} className="flex items-center gap-3 border-b px-3 py-2 last:border-b-0">
            <label className="touch-target flex min-w-0 flex-1 cursor-pointer items-center gap-3 text-14">
              <input
                type="radio"
                name="template"
                checked={picked?.id === template.id}
                onChange={() => onPick(template)}
                className="size-4 accent-ink"
              />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {template.name}
                <span className="block text-12 text-subtle">
                  {formatCountOf(template.content.agents.length, 'agent')}, by {template.createdBy}
                </span>
              </span>
            </label>
            <Button
              size="sm"
              variant="quiet"
              onClick={() => (asked === template.id ? drop(template) : setAsked(template.id))}
            >
              {asked === template.id ? 'Delete for good' : 'Delete'}
              <span className="sr-only"> the template {template.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
