import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Notice } from '../../ui/notice.tsx';
import { FAILURES } from './failures.ts';
import { SignInForm } from './sign-in-form.tsx';
import { WayIn } from './way-in.tsx';

const route = getRouteApi('/sign-in');

/** The way in. Afterwards it goes to where the person was headed. */
export function SignInPage() {
  const { next, failure } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const enter = () => {
    queryClient.clear();
    router.history.push(next);
  };
  return (
    <WayIn
      title="Sign in"
      note="Alyson Router splits clicks over landing pages, and moves them to the ones that earn."
      footer="No account? An admin of your workspace can invite you."
    >
      {failure && (
        <Notice tone="negative" role="alert" className="mb-4">
          {FAILURES[failure]}
        </Notice>
      )}
      <SignInForm next={next} onSignedIn={enter} />
    </WayIn>
  );
}
