import { ChangePassword, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { pointerToPath } from '../../lib/json-pointer.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChangePassword } from './queries.ts';

interface Errors {
  currentPassword?: string | undefined;
  newPassword?: string | undefined;
}

/** Changes the own password. */
export function PasswordForm({ email }: { email: string }) {
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<string | null>(null);
  const change = useChangePassword();
  const send = () => {
    setFailure(null);
    const parsed = ChangePassword.safeParse({ currentPassword, newPassword });
    if (!parsed.success) return setErrors(errorsOf(parsed.error.issues));
    setErrors({});
    change.mutate(parsed.data, {
      onSuccess: () => {
        setCurrentPassword('');
        setNewPassword('');
        showToast('Your password is changed.');
      },
      onError: (error) => {
        const fields = error instanceof ProblemError ? error.errors : [];
        if (fields.length === 0) return setFailure(wordsOf(error));
        setErrors(errorsOf(fields.map(({ pointer, detail }) => ({ path: [pointerToPath(pointer)], message: detail }))));
      },
    });
  };
  return (
    <form
      noValidate
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {failure && (
        <Notice tone="negative" role="alert">
          {failure}
        </Notice>
      )}
      {/* For password managers: whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <Field label="Current password" error={errors.currentPassword}>
        <Input
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrentPassword(event.target.value)}
        />
      </Field>
      <Field
        label="New password"
        error={errors.newPassword}
        hint="12 characters or more. A few words are easy to keep."
      >
        <Input
          type="password"
          autoComplete="new-password"
          value={newPassword}
          onChange={(event) => setNewPassword(event.target.value)}
        />
      </Field>
      <div>
        <Button type="submit" variant="primary" isPending={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}

const LABELS = { currentPassword: 'The current password', newPassword: 'The new password' };

function errorsOf(issues: readonly { path: readonly unknown[]; message: string }[]): Errors {
  const sentenceOf = (name: keyof Errors): string | undefined => {
    const issue = issues.find(({ path }) => path[0] === name);
    return issue && faultSentence(LABELS[name], issue.message);
  };
  return { currentPassword: sentenceOf('currentPassword'), newPassword: sentenceOf('newPassword') };
}
