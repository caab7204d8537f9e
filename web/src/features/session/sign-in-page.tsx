import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignInForm } from './sign-in-form.tsx';

const route = getRouteApi('/sign-in');

/** The way in. Afterwards it goes to where the person was headed. */
export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const enter = () => {
    queryClient.clear();
    router.history.push(next);
  };
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-12">
      <title>Sign in · Alyson Router</title>
      <div className="w-full max-w-[360px]">
        <svg aria-hidden="true" viewBox="0 0 32 32" className="mb-5 size-10">
          <rect width="32" height="32" rx="7" className="fill-ink" />
          <path
            d="M5 16h7.5M12.5 16C17 16 17 9 21.5 9H27M12.5 16C17 16 17 23 21.5 23H27"
            className="fill-none stroke-on-ink"
            strokeWidth="2.6"
            strokeLinecap="round"
          />
        </svg>
        <h1 className="text-26 font-semibold">Sign in</h1>
        <p className="mt-1 mb-6 text-14 text-muted">
          Alyson Router splits clicks over landing pages, and moves them to the ones that earn.
        </p>
        <div className="rounded-card border bg-surface p-5">
          <SignInForm onSignedIn={enter} />
        </div>
        <p className="mt-4 text-13 text-subtle">No account? An admin of your workspace can make one.</p>
      </div>
    </main>
  );
}
