import type { Template } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { RenameDialog } from '../../ui/rename-dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useDeleteTemplate, useRenameTemplate } from './queries.ts';

interface TemplateChoiceProps {
  items: readonly Template[];
  picked: Template | null;
  onPick: (template: Template | null) => void;
}

/** The templates to begin from, each with another name or an end for it. */
export function TemplateChoice({ items, picked, onPick }: TemplateChoiceProps) {
  const remove = useDeleteTemplate();
  /** Whose deletion waits to be pressed a second time. */
  const [asked, setAsked] = useState<string | null>(null);
  const rename = useRenameTemplate();
  const [renamed, setRenamed] = useState<Template | null>(null);
  const close = () => {
    setRenamed(null);
    rename.reset();
  };
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
            <Button size="sm" variant="quiet" onClick={() => setRenamed(template)}>
              Rename<span className="sr-only"> the template {template.name}</span>
            </Button>
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
      {renamed && (
        <RenameDialog
          what="template"
          name={renamed.name}
          maxLength={120}
          error={rename.error?.message}
          isPending={rename.isPending}
          onSave={(name) => rename.mutate({ template: renamed, name }, { onSuccess: close })}
          onClose={close}
        />
      )}
    </fieldset>
  );
}
