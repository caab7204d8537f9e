import { type Buyer, ChangeTuneSetup, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { useMe, useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Textarea } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChangeTuneSetup } from './queries.ts';
import { faultsOf, readEntries, toEntries } from './tune-entries.ts';

/** How a buyer that reports as it does to TUNE is known: it changes the host of its calls, and nothing else. */
export function TuneCard({ buyer }: { buyer: Buyer }) {
  const { routerUrl } = useMe();
  return (
    <Card
      title="Conversions as TUNE takes them"
      note="For a buyer that calls TUNE's postback addresses today: it changes the host, and nothing else."
    >
      <div className="flex max-w-3xl flex-col gap-5">
        <CodeBlock
          code={`${routerUrl}/aff_lsr?offer_id=OFFER_ID&transaction_id=TRANSACTION_ID&amount=AMOUNT&security_token=TOKEN`}
          copyLabel="Copy postback address"
        />
        <p className="text-14 text-muted">
          A call counts when it carries the buyer's token, or names one of its offers and comes from one of its
          addresses. Any other call is kept as "Not proven" and counts in no money and no grade.
        </p>
        <TuneForm key={buyer.version} buyer={buyer} />
      </div>
    </Card>
  );
}

function TuneForm({ buyer: { id, version, tune } }: { buyer: Buyer }) {
  const refusal = useRefusal('buyer:admin');
  const change = useChangeTuneSetup(id);
  const [token, setToken] = useState('');
  const [offers, setOffers] = useState(toEntries(tune.offerIds));
  const [addresses, setAddresses] = useState(toEntries(tune.addresses));
  const [currency, setCurrency] = useState(tune.currency ?? '');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});

  const save = () => {
    const parsed = ChangeTuneSetup.safeParse({
      ...(token !== '' && { securityToken: token.trim() }),
      offerIds: readEntries(offers),
      addresses: readEntries(addresses),
      currency: currency.trim() === '' ? null : currency.trim().toUpperCase(),
    });
    setFaults(parsed.success ? {} : faultsOf(parsed.error));
    if (!parsed.success) return;
    change.mutate(
      { body: parsed.data, ifMatch: version },
      { onSuccess: () => showToast('Saved. It counts for the next call.') },
    );
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field
        label="Security token"
        error={faults['securityToken']}
        hint={
          tune.hasSecurityToken
            ? 'One is set, and is not shown again. Enter another to replace it.'
            : 'The 32 digits that this buyer sends to TUNE as security_token.'
        }
      >
        <Input
          value={token}
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => setToken(event.target.value)}
        />
      </Field>
      <Field label="Offer ids" error={faults['offerIds']} hint="TUNE's, separated by spaces or commas.">
        <Input
          value={offers}
          inputMode="numeric"
          className="font-mono text-13"
          onChange={(event) => setOffers(event.target.value)}
        />
      </Field>
      <Field
        label="Addresses of its servers"
        error={faults['addresses']}
        hint="One a line: an address, a range such as 192.0.2.0-255, or a subnet such as 192.0.2.0/24."
      >
        <Textarea
          value={addresses}
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => setAddresses(event.target.value)}
        />
      </Field>
      <Field
        label="Currency of its amounts"
        error={faults['currency']}
        hint="TUNE's calls name none. Empty: the workspace's own."
      >
        <Input value={currency} placeholder="USD" onChange={(event) => setCurrency(event.target.value)} />
      </Field>
      {change.error && (
        <Notice tone="negative" role="alert">
          Not saved: {sentenceOf(change.error)}
        </Notice>
      )}
      <div>
        <Button variant="primary" type="submit" refusal={refusal} isPending={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

const sentenceOf = (error: Error): string =>
  error instanceof ProblemError && error.code === 'stale_version'
    ? 'somebody has changed it meanwhile. Reload the page to see how.'
    : error.message;
