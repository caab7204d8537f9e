import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { signIn } from './auth.ts';
import { signInOptionsQuery } from './queries.ts';

interface SignInFormProps {
  /** Where the identity provider's sign-in comes back to. */
  next: string;
  /** Whose sign-in it is, where that is known. */
  email?: string;
  onSignedIn: () => void;
}

/** The ways in that there are. While that is not known, or cannot be read, the password's. */
export function SignInForm({ next, email, onSignedIn }: SignInFormProps) {
  const { data: options } = useQuery(signInOptionsQuery);
  const provider = options?.identityProvider;
  const hasPassword = options?.password ?? true;
  return (
    <div className="flex flex-col gap-4">
      {hasPassword && <PasswordSignIn initialEmail={email ?? ''} onSignedIn={onSignedIn} />}
      {provider && hasPassword && <p className="text-center text-13 text-muted">or</p>}
      {provider && (
        <a
          href={`${provider.url}?next=${encodeURIComponent(next)}`}
          className={buttonClass(hasPassword ? 'secondary' : 'primary')}
        >
          Sign in with {provider.label}
        </a>
      )}
    </div>
  );
}

interface PasswordSignInProps {
  initialEmail: string;
  onSignedIn: () => void;
}

/** E-mail and password. What was typed stays when it fails. */
function PasswordSignIn({ initialEmail, onSignedIn }: PasswordSignInProps) {
  const [email, setEmail] = useState(initialEmail);
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
