import { type Link, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { useIdempotencyKey } from '../../../lib/idempotency-key.ts';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { useMe } from '../../../lib/me.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { savedText } from '../saved-text.ts';
import { useVerb } from '../waits-for-approval.ts';
import { AddressFields, FollowFields } from './link-fields.tsx';
import { emptyLinkForm, type LinkFaults, type LinkForm, linkFaultsOf, linkFormOf, readLinkForm } from './link-form.ts';
import { useAddLink, useChangeLink } from './queries.ts';

interface LinkDialogProps {
  /** Null: a new one. */
  link: Link | null;
  onClose: () => void;
}

const NO_FAULTS: LinkFaults = new Map();

/** Adds a link, or changes how one is followed. Render it while it is open. */
export function LinkDialog({ link, onClose }: LinkDialogProps) {
  const { id, version, state } = useCurrentExperiment();
  const { routerUrl } = useMe();
  const [form, setForm] = useState<LinkForm>(() => (link ? linkFormOf(link) : emptyLinkForm));
  const [faults, setFaults] = useState(NO_FAULTS);
  const [base] = useState(version);
  const add = useAddLink(id);
  const change = useChangeLink(id);
  const keyOf = useIdempotencyKey();
  const verb = useVerb(link ? 'Save the link' : 'Add the link');
  const failure = add.error ?? change.error;
  const fields = { form, faults, onChange: (next: Partial<LinkForm>) => setForm({ ...form, ...next }) };

  const send = () => {
    const read = readLinkForm(form);
    setFaults('faults' in read ? read.faults : NO_FAULTS);
    if ('faults' in read) return;
    const outcome = {
      onSuccess: (written: object) => {
        onClose();
        const done = `${link ? 'Link changed' : 'Link added'}.${state === 'draft' ? '' : ' Publishing the new release.'}`;
        showToast(savedText(written, done));
      },
      onError: (error: Error) => {
        if (error instanceof ProblemError) setFaults(linkFaultsOf(form, error));
      },
    };
    if (!link) return add.mutate({ body: read.link, idempotencyKey: keyOf(read.link) }, outcome);
    const { unit, beforeTune, deepLinkHosts, presetQuery } = read.link;
    const body = { unit, beforeTune, deepLinkHosts, presetQuery };
    change.mutate({ linkId: link.id, version: base, body }, outcome);
  };

  return (
    <FormDialog
      size="lg"
      title={link ? 'Change the link' : 'Add a link'}
      description={
        link
          ? 'Its address stays, because affiliates have it. For another address add another link.'
          : 'Another address that leads to this experiment.'
      }
      verb={verb}
      isPending={add.isPending || change.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      {failure && (
        <Notice tone="negative" role="alert">
          Not saved: {faults.get('') ?? (faults.size > 0 ? 'mend what is marked below.' : failure.message)}
        </Notice>
      )}
      {!link && <AddressFields {...fields} />}
      <code className="rounded-control bg-sunken px-3 py-2 font-mono text-13 [overflow-wrap:anywhere]">
        {linkAddressOf({ ...form, host: form.host || null, value: form.value.trim() || '…' }, routerUrl)}
      </code>
      <FollowFields {...fields} />
    </FormDialog>
  );
}
