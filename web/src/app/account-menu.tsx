import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LogOut, UserCog, UserRound } from 'lucide-react';
import { signOut } from '../features/session/auth.ts';
import { useMe } from '../lib/me.ts';
import { useStore } from '../lib/store.ts';
import { chooseTheme, type ThemeChoice, themeChoice } from '../lib/theme.ts';
import { chooseWorkspace } from '../lib/workspace-choice.ts';
import { workspacesQuery } from '../lib/workspaces.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx';

const THEMES: readonly { value: ThemeChoice; label: string }[] = [
  { value: 'system', label: "System's" },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const { actor, role, workspace } = useMe();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const theme = useStore(themeChoice);
  const { data: workspaces = [] } = useQuery(workspacesQuery);

  const leave = async () => {
    await signOut();
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };

  // Everything on the page is of the old one: it begins anew.
  const go = (id: string) => {
    chooseWorkspace(id);
    location.assign('/');
  };

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Account of ${actor.name}`}
          className="flex size-8 items-center justify-center rounded-full border bg-surface text-muted hover:text-text data-[state=open]:bg-sunken pointer-coarse:size-10"
        >
          <UserRound aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      }
    >
      <div className="px-2.5 pt-2 pb-2.5">
        <p className="text-14 font-medium">{actor.name}</p>
        {actor.email && <p className="text-13 text-muted">{actor.email}</p>}
        <p className="mt-1 text-12 text-subtle">
          {role ?? 'no role'} in {workspace.name}
        </p>
      </div>
      <MenuSeparator />
      {workspaces.length > 1 && (
        <>
          <MenuChoice
            label="Workspace"
            value={workspace.id}
            onChange={go}
            options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <MenuSeparator />
        </>
      )}
      <MenuChoice label="Theme" value={theme} onChange={chooseTheme} options={THEMES} />
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate({ to: '/account' })}>
        <UserCog aria-hidden="true" className="size-4" strokeWidth={1.75} />
        Your account
      </MenuItem>
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden="true" className="size-4" strokeWidth={1.75} />
        Sign out
      </MenuItem>
    </Menu>
  );
}
