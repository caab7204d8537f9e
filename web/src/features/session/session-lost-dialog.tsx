import { useQueryClient } from '@tanstack/react-query';
import { sessionLost } from '../../lib/session-lost.ts';
import { useStore } from '../../lib/store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Asks to sign in again over the page, which keeps everything that was typed into it. */
export function SessionLostDialog() {
  const isLost = useStore(sessionLost);
  const queryClient = useQueryClient();
  return (
    <Dialog
      isOpen={isLost}
      onOpenChange={() => undefined}
      isDismissible={false}
      title="Your sign-in has ended"
      description="Sign in to go on where you are. Nothing you typed is lost."
    >
      <SignInForm next={location.pathname + location.search} onSignedIn={() => void queryClient.invalidateQueries()} />
    </Dialog>
  );
}
