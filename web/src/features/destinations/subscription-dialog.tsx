import { CreateSubscription, OUTBOUND_TOPICS, type OutboundTopic, type Subscription } from '@alyson/schema';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { CheckList } from './check-list.tsx';
import { faultsOf } from './faults-of.ts';
import { useChangeSubscription, useCreateSubscription } from './queries.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { TOPIC } from './words.ts';

const TOPICS = OUTBOUND_TOPICS.map((value) => ({ value, label: TOPIC[value] }));

interface SubscriptionDialogProps {
  /** Absent: a new one, whose secret is shown after it is made. */
  subscription?: Subscription;
  onClose: () => void;
}

/** Makes a webhook, or changes one. Render it while it is open. */
export function SubscriptionDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const [name, setName] = useState(subscription?.name ?? '');
  const [url, setUrl] = useState(subscription?.url ?? '');
  const [topics, setTopics] = useState<OutboundTopic[]>(subscription?.topics ?? ['buyer_event.counted']);
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const create = useCreateSubscription();
  const change = useChangeSubscription(subscription?.id ?? '');
  const keyOf = useIdempotencyKey<unknown>();
  const saving = subscription ? change : create;
  const faults = { ...faultsOf(saving.error), ...missing };

  const save = () => {
    const parsed = CreateSubscription.safeParse({ name, url, topics });
    setMissing(
      parsed.success
        ? {}
        : Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
    );
    if (!parsed.success) return;
    if (!subscription) return create.mutate({ body: parsed.data, idempotencyKey: keyOf(parsed.data) });
    change.mutate(
      { body: parsed.data, ifMatch: subscription.version },
      {
        onSuccess: () => {
          onClose();
          showToast('Saved.');
        },
      },
    );
  };

  if (create.data) return <SecretDialog title={`${name} is added`} secret={create.data.secret} onClose={onClose} />;
  return (
    <FormDialog
      title={subscription ? `Change ${subscription.name}` : 'Add webhook'}
      description="Each message is signed as Standard Webhooks describe it, and tried for three days."
      verb={subscription ? 'Save webhook' : 'Add webhook'}
      isPending={saving.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      {saving.error && Object.keys(faults).length === 0 && (
        <Notice tone="negative" role="alert">
          {wordsOf(saving.error)}
        </Notice>
      )}
      <Field label="Name" error={faults['name']}>
        <Input autoFocus value={name} placeholder="Our CRM" onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Address" error={faults['url']}>
        <Input
          value={url}
          inputMode="url"
          spellCheck={false}
          className="font-mono text-13"
          placeholder="https://crm.example.com/hooks/alyson"
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <CheckList legend="Hears when" options={TOPICS} value={topics} onChange={setTopics} error={faults['topics']} />
    </FormDialog>
  );
}
