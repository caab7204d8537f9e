import { type Buyer, NewBuyerSecret } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Textarea } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { wordsOf } from '../../../ui/problem-state.tsx';
import { faultsOf, readEntries } from '../tune-entries.ts';
import { useAddSecret } from './queries.ts';
import { EMPTY_SCHEME, type SchemeDraft, SchemeFields, toScheme } from './scheme-fields.tsx';
import { type MadeSecret, SecretMadeDialog } from './secret-made-dialog.tsx';
import { SCHEMES } from './secret-words.ts';

/** Gives a buyer another secret, then shows it once. Render it while it is open. */
export function AddSecretDialog({ buyerId, onClose }: { buyerId: Buyer['id']; onClose: () => void }) {
  const [made, setMade] = useState<MadeSecret | null>(null);
  if (made) return <SecretMadeDialog made={made} onClose={onClose} />;
  return <SecretForm buyerId={buyerId} onMade={setMade} onClose={onClose} />;
}

interface SecretFormProps {
  buyerId: Buyer['id'];
  onMade: (made: MadeSecret) => void;
  onClose: () => void;
}

function SecretForm({ buyerId, onMade, onClose }: SecretFormProps) {
  const [draft, setDraft] = useState<SchemeDraft>(EMPTY_SCHEME);
  const [value, setValue] = useState('');
  const [addresses, setAddresses] = useState('');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const add = useAddSecret(buyerId);
  const isKey = draft.choice === 'v1a';

  const send = () => {
    const given = value.trim() === '' ? {} : { value };
    const parsed = NewBuyerSecret.safeParse({ scheme: toScheme(draft), addresses: readEntries(addresses), ...given });
    setFaults(parsed.success ? {} : faultsOf(parsed.error));
    if (parsed.success) add.mutate(parsed.data, { onSuccess: onMade });
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="lg"
      title="Add a secret"
      description="It counts at once, beside those that the buyer has."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="add-secret" isPending={add.isPending}>
            Add secret
          </Button>
        </>
      }
    >
      <form
        id="add-secret"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {add.error && (
          <Notice tone="negative" role="alert">
            {wordsOf(add.error)}
          </Notice>
        )}
        <ChoiceCards
          legend="How the buyer proves that a report is its own"
          value={draft.choice}
          onChange={(choice) => setDraft({ ...draft, choice })}
          options={SCHEMES}
        />
        <SchemeFields draft={draft} onChange={setDraft} fault={faults['scheme']} />
        <Field
          label={isKey ? 'Public key' : 'Secret'}
          error={faults['value']}
          hint={
            isKey
              ? 'The buyer’s own: whpk_ and 32 bytes in base64.'
              : 'Empty: one is made here. Else the one that the buyer has already.'
          }
        >
          <Input
            value={value}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-13"
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        <Field
          label="Only from these addresses"
          error={faults['addresses']}
          hint="Empty: from everywhere. One a line: an address, a range such as 192.0.2.0-255, or a subnet such as 192.0.2.0/24."
        >
          <Textarea
            value={addresses}
            spellCheck={false}
            className="font-mono text-13"
            onChange={(event) => setAddresses(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
