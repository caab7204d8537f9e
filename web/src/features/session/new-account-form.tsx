import { Password, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';

interface NewAccountFormProps {
  email: string;
  /** The button's word. */
  action: string;
  /** `false`: only the password is set. */
  hasName?: boolean;
  /** Rejects with why it failed; what was typed stays. */
  onSubmit: (name: string, password: string) => Promise<void>;
}

/** A name and a new password. */
export function NewAccountForm({ email, action, hasName = true, onSubmit }: NewAccountFormProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const fault = Password.safeParse(password).error?.issues[0]?.message;
  const nameError =
    wasTried && hasName && name.trim() === '' ? 'Enter the name that others here know you by.' : undefined;
  const passwordError = wasTried && fault ? faultSentence('The password', fault) : undefined;
  const send = async (form: HTMLFormElement) => {
    setWasTried(true);
    setFailure(null);
    if (fault || (hasName && name.trim() === '')) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setIsPending(true);
    await onSubmit(name, password).catch((error: Error) => setFailure(textOf(error)));
    setIsPending(false);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      {failure && (
        <Notice tone="negative" role="alert">
          {failure}
        </Notice>
      )}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      {hasName && (
        <Field label="Your name" error={nameError}>
          <Input autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
      <Field label="New password" error={passwordError} hint="12 characters or more. A few words are easy to keep.">
        <Input
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" isPending={isPending}>
        {action}
      </Button>
    </form>
  );
}

const textOf = (error: Error): string => {
  const [first] = error instanceof ProblemError ? error.errors : [];
  return first ? faultSentence('It', first.detail) : wordsOf(error);
};
