import type { AccountLink } from '@alyson/schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { meQuery } from '../../lib/me.ts';
import { chooseWorkspace } from '../../lib/workspace-choice.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { signIn, signOut } from './auth.ts';
import { LinkPage } from './link-page.tsx';
import { NewAccountForm } from './new-account-form.tsx';
import { signInOptionsQuery } from './queries.ts';
import { SignInForm } from './sign-in-form.tsx';
import { WayIn } from './way-in.tsx';

/** Where an invite leads: a new account, or the sign-in of the one that is there. */
export function AcceptInvitePage() {
  return (
    <LinkPage kind="invite" title="Join a workspace">
      {(link, secret) => <Invited link={link} secret={secret} />}
    </LinkPage>
  );
}

function Invited({ link, secret }: { link: AccountLink; secret: string }) {
  const { data: options } = useQuery(signInOptionsQuery);
  const note = `You are invited to ${link.workspaceName} as ${link.role}, as ${link.email}.`;
  return (
    <WayIn title={`Join ${link.workspaceName}`} note={note}>
      {link.hasAccount ? (
        <JoinWithAccount link={link} secret={secret} />
      ) : options && !options.password ? (
        // Signing in there accepts the invite.
        <SignInForm next="/" onSignedIn={() => undefined} />
      ) : (
        <JoinAnew link={link} secret={secret} />
      )}
    </WayIn>
  );
}

function useEnter(): () => void {
  const router = useRouter();
  const queryClient = useQueryClient();
  return () => {
    queryClient.clear();
    chooseWorkspace(null);
    router.history.replace('/');
  };
}

function JoinAnew({ link, secret }: { link: AccountLink; secret: string }) {
  const enter = useEnter();
  const join = async (name: string, password: string) => {
    const { email } = await api.acceptInvite({ body: { secret, name, password } });
    await signIn(email, password);
    enter();
  };
  return <NewAccountForm email={link.email} action="Join" onSubmit={join} />;
}

function JoinWithAccount({ link, secret }: { link: AccountLink; secret: string }) {
  const enter = useEnter();
  const me = useQuery({ ...meQuery, retry: false });
  const [failure, setFailure] = useState<string | null>(null);
  const accept = () =>
    void api.acceptInvite({ body: { secret } }).then(enter, (error: Error) => setFailure(wordsOf(error)));
  const signedInAs = me.data?.actor.email ?? null;
  return (
    <div className="flex flex-col gap-4">
      {failure && (
        <Notice tone="negative" role="alert">
          {failure}
        </Notice>
      )}
      {signedInAs === link.email ? (
        <Button variant="primary" onClick={accept}>
          Join {link.workspaceName}
        </Button>
      ) : signedInAs !== null ? (
        <>
          <p className="text-14">You are signed in as {signedInAs}. This invite is for somebody else.</p>
          <Button onClick={() => void signOut().then(() => location.reload())}>Sign out</Button>
        </>
      ) : (
        <>
          <p className="text-14">You have an account here. Sign in, and you are in.</p>
          <SignInForm next="/" email={link.email} onSignedIn={accept} />
        </>
      )}
    </div>
  );
}
