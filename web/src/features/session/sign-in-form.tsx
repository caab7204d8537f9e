import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { signIn } from './auth.ts';

interface SignInFormProps {
  onSignedIn: () => void;
}

/** E-mail and password. What was typed stays when it fails. */
export function SignInForm({ onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const [wasTried, setWasTried] = useState(false);

  const emailError = wasTried && !/^\S+@\S+$/.test(email) ? 'Enter the e-mail address of your account.' : undefined;
  const passwordError = wasTried && password === '' ? 'Enter your password.' : undefined;

  const submit = async (form: HTMLFormElement) => {
    setWasTried(true);
    setFailure(null);
    if (!/^\S+@\S+$/.test(email) || password === '') {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setIsPending(true);
    const result = await signIn(email, password);
    setIsPending(false);
    if (result.ok) onSignedIn();
    else setFailure(result.message);
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {failure && (
        <Notice tone="negative" role="alert">
          {failure}
        </Notice>
      )}
      <Field label="E-mail" error={emailError}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          spellCheck={false}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Password" error={passwordError}>
        <Input
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" icon={LogIn} isPending={isPending} className="mt-1">
        Sign in
      </Button>
    </form>
  );
}
