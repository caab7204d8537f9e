import { AllowLandingHosts, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAllowLandingHosts } from './queries.ts';

/** Adds one host to the list. */
export function AllowHostForm({ refusal }: { refusal: string | null }) {
  const [host, setHost] = useState('');
  const [error, setError] = useState<string | undefined>();
  const allow = useAllowLandingHosts();
  const send = () => {
    const parsed = AllowLandingHosts.safeParse({ hosts: [host] });
    if (!parsed.success) return setError(faultSentence('It', parsed.error.issues[0]?.message ?? 'cannot be read'));
    setError(undefined);
    allow.mutate(parsed.data.hosts, {
      onSuccess: () => {
        setHost('');
        showToast(`${parsed.data.hosts[0]} allowed.`);
      },
      onError: (failure) => setError(failure instanceof ProblemError ? wordsOf(failure) : failure.message),
    });
  };
  return (
    <form
      noValidate
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label="Allow a host" error={error} className="min-w-0 flex-1 basis-56">
        <Input
          value={host}
          inputMode="url"
          spellCheck={false}
          placeholder="www.example.com"
          className="font-mono text-13"
          onChange={(event) => setHost(event.target.value)}
        />
      </Field>
      <Button type="submit" refusal={refusal} isPending={allow.isPending}>
        Allow
      </Button>
    </form>
  );
}

const wordsOf = ({ errors: [first], message }: ProblemError): string =>
  first ? faultSentence('It', first.detail) : message;
