import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { signIn } from './auth.ts';
import { LinkPage } from './link-page.tsx';
import { NewAccountForm } from './new-account-form.tsx';
import { WayIn } from './way-in.tsx';

/** Where the link of an admin leads: a new password. */
export function ResetPasswordPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <LinkPage kind="reset" title="Set a new password">
      {({ email }, secret) => (
        <WayIn title="Set a new password" note={`For ${email}. Everywhere else you are signed out.`}>
          <NewAccountForm
            email={email}
            action="Set the password"
            hasName={false}
            onSubmit={async (_, password) => {
              await api.resetPassword({ body: { secret, password } });
              await signIn(email, password);
              queryClient.clear();
              router.history.replace('/');
            }}
          />
        </WayIn>
      )}
    </LinkPage>
  );
}
