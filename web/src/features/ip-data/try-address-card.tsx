import type { IpPlace } from '@alyson/schema';
import { ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { useLookUpAddress } from './queries.ts';

/** Asks where one address is. */
export function TryAddressCard() {
  const [address, setAddress] = useState('');
  const lookUp = useLookUpAddress();
  const { error } = lookUp;
  const words =
    error instanceof ProblemError && error.errors[0] ? faultSentence('It', error.errors[0].detail) : error?.message;
  return (
    <Card title="Try an address" note="Nothing of the question is kept.">
      <form
        noValidate
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim()) lookUp.mutate(address.trim());
        }}
      >
        <Field label="Address" error={words} className="min-w-0 flex-1 basis-56">
          <Input
            value={address}
            spellCheck={false}
            placeholder="192.0.2.7"
            className="font-mono text-13"
            onChange={(event) => setAddress(event.target.value)}
          />
        </Field>
        <Button type="submit" isPending={lookUp.isPending}>
          Look up
        </Button>
      </form>
      <div aria-live="polite" className="mt-4 empty:hidden">
        {lookUp.data && !error && <Found place={lookUp.data} />}
      </div>
    </Card>
  );
}

function Found({ place }: { place: IpPlace }) {
  if (place.first === null && place.country === null)
    return <p className="text-14 text-muted">The data does not know {place.address}.</p>;
  const facts: [string, string | null][] = [
    ['Country', place.country],
    ['Region', place.region],
    ['City', place.city],
    ['Network', place.network],
    ['Data centre', place.isHosting === null ? null : place.isHosting ? 'Yes' : 'No'],
    ['Range', place.first && `${place.first} – ${place.last}`],
  ];
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5 text-14">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            {value ?? <span className="text-subtle">not known</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
