import { Button } from '../../ui/button.tsx';
import { signOut } from './auth.ts';
import { WayIn } from './way-in.tsx';

/** For somebody signed in who belongs to no workspace, any more or yet. */
export function NoAccessPage() {
  return (
    <WayIn title="No workspace" note="You are signed in, and belong to no workspace.">
      <p className="mb-4 text-14">An admin can invite you. With their link you come in; or sign in as somebody else.</p>
      <Button className="w-full" onClick={() => void signOut().then(() => location.assign('/sign-in'))}>
        Sign out
      </Button>
    </WayIn>
  );
}
