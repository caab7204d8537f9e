import type { Member } from '@alyson/schema';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';

interface MemberMenuProps {
  member: Member;
  /** Why nothing can be done here, e.g. by this role. */
  refusal: string | null;
}

type Step = 'role' | 'reset' | 'remove';

/** What an admin can do about a person. */
export function MemberMenu({ member, refusal }: MemberMenuProps) {
  const [step, setStep] = useState<Step | null>(null);
  const close = () => setStep(null);
  const button = (
    <Button size="sm" variant="quiet" icon={ChevronDown} refusal={refusal} aria-label={`Manage ${member.name}`}>
      Manage
    </Button>
  );
  if (refusal !== null) return button;
  return (
    <>
      <Menu trigger={button}>
        <MenuItem onSelect={() => setStep('role')}>Change role</MenuItem>
        <MenuItem onSelect={() => setStep('reset')}>Reset password</MenuItem>
        <MenuItem onSelect={() => setStep('remove')}>Remove from the workspace</MenuItem>
      </Menu>
      {step === 'role' && <RoleDialog member={member} onClose={close} />}
      {step === 'reset' && <ResetPasswordDialog member={member} onClose={close} />}
      {step === 'remove' && <RemoveMemberDialog member={member} onClose={close} />}
    </>
  );
}
