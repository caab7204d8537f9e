import { type BuyerEventKind, CreatePostback, type Postback, type PostbackMethod } from '@alyson/schema';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useMe } from '../../lib/me.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Input, Textarea } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { showToast } from '../../ui/toast.tsx';
import { CheckList } from './check-list.tsx';
import { faultsOf } from './faults-of.ts';
import { MacroList } from './macro-list.tsx';
import { PostbackPreview } from './postback-preview.tsx';
import { useChangePostback, useCreatePostback } from './queries.ts';
import { KIND } from './words.ts';

const KINDS = Object.entries(KIND).map(([value, label]) => ({ value: value as BuyerEventKind, label }));
const METHODS: readonly { value: PostbackMethod; label: string }[] = [
  { value: 'GET', label: 'GET' },
  { value: 'POST', label: 'POST, as a form' },
];

interface PostbackDialogProps {
  /** Absent: a new one. */
  postback?: Postback;
  onClose: () => void;
}

/** Makes a postback, or changes one. Render it while it is open. */
export function PostbackDialog({ postback, onClose }: PostbackDialogProps) {
  const { workspace } = useMe();
  const [name, setName] = useState(postback?.name ?? '');
  const [affiliateId, setAffiliateId] = useState(postback?.affiliateId ?? '');
  const [offerId, setOfferId] = useState(postback?.offerId ?? '');
  const [goal, setGoal] = useState(postback?.goal ?? '');
  const [eventKinds, setEventKinds] = useState<BuyerEventKind[]>(postback?.eventKinds ?? ['sale']);
  const [minimum, setMinimum] = useState(
    postback?.minimumAmount ? String(postback.minimumAmount.amountMicros / 1_000_000) : '',
  );
  const [firstSaleOnly, setFirstSaleOnly] = useState(postback?.firstSaleOnly ?? false);
  const [method, setMethod] = useState<PostbackMethod>(postback?.method ?? 'GET');
  const [url, setUrl] = useState(postback?.url ?? '');
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const create = useCreatePostback();
  const change = useChangePostback(postback?.id ?? '');
  const keyOf = useIdempotencyKey<unknown>();
  const saving = postback ? change : create;
  const faults = { ...faultsOf(saving.error), ...missing };

  const save = () => {
    const currency = postback?.minimumAmount?.currency ?? workspace.currency;
    const parsed = CreatePostback.safeParse({
      name,
      affiliateId: affiliateId.trim() || null,
      experimentId: postback?.experimentId ?? null,
      offerId: offerId.trim() || null,
      goal: goal.trim() || null,
      eventKinds,
      minimumAmount: minimum.trim() === '' ? null : { amountMicros: Math.round(Number(minimum) * 1_000_000), currency },
      firstSaleOnly,
      method,
      url,
    });
    setMissing(
      parsed.success
        ? {}
        : Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
    );
    if (!parsed.success) return;
    const onSuccess = () => {
      onClose();
      showToast('Saved. It counts for what is reported from now on.');
    };
    if (postback) change.mutate({ body: parsed.data, ifMatch: postback.version }, { onSuccess });
    else create.mutate({ body: parsed.data, idempotencyKey: keyOf(parsed.data) }, { onSuccess });
  };

  return (
    <FormDialog
      size="lg"
      title={postback ? `Change ${postback.name}` : 'Add postback'}
      description="An affiliate's tracker is called once for each conversion of its clicks, when it counts."
      verb={postback ? 'Save postback' : 'Add postback'}
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
        <Input autoFocus value={name} placeholder="Affiliate 94" onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Affiliate id" error={faults['affiliateId']} hint="Empty: every affiliate.">
          <Input value={affiliateId} placeholder="94" onChange={(event) => setAffiliateId(event.target.value)} />
        </Field>
        <Field label="Offer id" error={faults['offerId']} hint="Empty: all offers.">
          <Input value={offerId} onChange={(event) => setOfferId(event.target.value)} />
        </Field>
        <Field label="Goal" error={faults['goal']} hint="Empty: all goals.">
          <Input value={goal} onChange={(event) => setGoal(event.target.value)} />
        </Field>
      </div>
      <CheckList
        legend="Tell of"
        options={KINDS}
        value={eventKinds}
        onChange={setEventKinds}
        error={faults['eventKinds']}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={`Least amount, ${postback?.minimumAmount?.currency ?? workspace.currency}`}
          error={faults['minimumAmount']}
          hint="Empty: any amount, and none."
        >
          <Input inputMode="decimal" value={minimum} onChange={(event) => setMinimum(event.target.value)} />
        </Field>
        <CheckList
          legend="Of each lead"
          options={[{ value: 'first', label: 'Only the first sale' }]}
          value={firstSaleOnly ? ['first'] : []}
          onChange={(value) => setFirstSaleOnly(value.length > 0)}
        />
      </div>
      <Field
        label="Address"
        error={faults['url']}
        hint="What stands in braces is filled in from the click and the event."
      >
        <Textarea
          value={url}
          rows={3}
          spellCheck={false}
          className="font-mono text-13"
          placeholder="https://tracker.example.com/postback?cid={aff_click_id}&amount={sale_amount}"
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <Segmented label="Method" value={method} onChange={setMethod} options={METHODS} />
      <PostbackPreview url={url} method={method} />
      <MacroList onPick={(macro) => setUrl((before) => `${before}{${macro}}`)} />
    </FormDialog>
  );
}
