import { CreateInvite, type InviteWithLink, ProblemError, type Role } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { ROLES } from '../../lib/role-words.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useCreateInvite } from './queries.ts';

/** Invites somebody, then shows the link: the only time that can be. Render it while it is open. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<InviteWithLink | null>(null);
  return made ? <LinkDialog made={made} onClose={onClose} /> : <WhoDialog onMade={setMade} onClose={onClose} />;
}

function WhoDialog({ onMade, onClose }: { onMade: (made: InviteWithLink) => void; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [error, setError] = useState<string | undefined>();
  const create = useCreateInvite();
  const send = () => {
    const parsed = CreateInvite.safeParse({ email, role });
    if (!parsed.success) return setError(faultSentence('It', parsed.error.issues[0]?.message ?? 'cannot be read'));
    setError(undefined);
    create.mutate(parsed.data, { onSuccess: onMade, onError: (failure) => setError(refusalOf(failure)) });
  };
  return (
    <FormDialog
      title="Invite somebody"
      description="You get a link for them that works once. Send it yourself; no mail goes out from here."
      verb="Make the invite"
      isPending={create.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      <Field label="E-mail" error={error} hint="They sign in with it.">
        <Input
          autoFocus
          type="email"
          value={email}
          spellCheck={false}
          onChange={(event) => {
            setEmail(event.target.value);
            setError(undefined);
          }}
        />
      </Field>
      <ChoiceCards legend="Role" value={role} onChange={setRole} options={ROLES} columns={1} />
    </FormDialog>
  );
}

const refusalOf = (failure: Error): string =>
  failure instanceof ProblemError && failure.code === 'already_member'
    ? 'This person is a member already.'
    : wordsOf(failure);

function LinkDialog({ made: { invite, url }, onClose }: { made: InviteWithLink; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      isDismissible={false}
      title={`${invite.email} is invited`}
      description="Send them this link over a channel you trust."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied the link
        </Button>
      }
    >
      <ShownOnce label="Invite link" code={url}>
        It is shown this once, and whoever opens it first can join in their place.
      </ShownOnce>
      <p className="mt-3 text-13 text-muted">
        It ends <Instant at={invite.expiresAt} />. Inviting the same e-mail again ends it too.
      </p>
    </Dialog>
  );
}
