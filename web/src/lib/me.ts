import { type Me, type Permission, ProblemError } from '@alyson/schema';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';
import { chooseWorkspace, chosenWorkspace, stayInWorkspace } from './workspace-choice.ts';

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => readMe(signal),
  staleTime: 60_000,
});

/** A workspace that was chosen once may be closed to them by now: then the one that they joined first. */
async function readMe(signal: AbortSignal): Promise<Me> {
  try {
    const me = await api.getMe({ signal });
    stayInWorkspace(me.workspace.id);
    return me;
  } catch (error) {
    if (!(error instanceof ProblemError && error.code === 'forbidden') || chosenWorkspace() === null) throw error;
    chooseWorkspace(null);
    return api.getMe({ signal });
  }
}

/** Who is signed in. Every page but the sign-in stands behind a route that has read it already. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

const WHO_MAY: Record<Permission, string> = {
  'experiment:read': 'Viewers of this workspace can see this.',
  'experiment:write': 'Editors and admins can do this.',
  'buyer:read': 'Viewers of this workspace can see this.',
  'buyer:admin': 'Admins can do this.',
  'destination:read': 'Viewers can do this.',
  'destination:admin': 'Admins can do this.',
  'host:admin': 'Admins can do this.',
  'tune:admin': 'Admins can do this.',
  'audit:read': 'Viewers of this workspace can see this.',
  'member:read': 'Viewers of this workspace can see this.',
  'member:admin': 'Admins can do this.',
  'token:admin': 'Admins can do this.',
  'workspace:admin': 'Admins can do this.',
  'deployment:admin': 'Whoever runs this deployment can do this.',
  'edge:deliver': 'Only the router does this.',
  'worker:grade': 'Only the grading worker does this.',
};

/** Why the person signed in may not do something, for a button's `refusal`; null when they may. The server decides all the same. */
export function useRefusal(permission: Permission): string | null {
  const { permissions, role } = useMe();
  if (permissions.includes(permission)) return null;
  return `${WHO_MAY[permission]} Your role is ${role ?? 'none'}.`;
}
