import type {
  ApiToken,
  ChangeWorkspace,
  CreateApiToken,
  CreateInvite,
  Invite,
  Member,
  Role,
  Workspace,
} from '@alyson/schema';
import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { keys } from '../../lib/query-keys.ts';

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor,
};

export const useMembers = () =>
  useInfiniteQuery({
    ...paged,
    queryKey: [...keys.members, 'list'],
    queryFn: ({ signal, pageParam }) => api.listMembers({ query: { cursor: pageParam }, signal }),
    select: ({ pages }): Member[] => pages.flatMap((page) => page.items),
  });

export const useInvites = () =>
  useInfiniteQuery({
    ...paged,
    queryKey: keys.invites,
    queryFn: ({ signal, pageParam }) => api.listInvites({ query: { cursor: pageParam }, signal }),
    select: ({ pages }): Invite[] => pages.flatMap((page) => page.items),
  });

export const useApiTokens = () =>
  useInfiniteQuery({
    ...paged,
    queryKey: keys.apiTokens,
    queryFn: ({ signal, pageParam }) => api.listApiTokens({ query: { cursor: pageParam }, signal }),
    select: ({ pages }): ApiToken[] => pages.flatMap((page) => page.items),
  });

export const workspaceQuery = queryOptions({
  queryKey: keys.workspace,
  queryFn: ({ signal }) => api.getWorkspace({ signal }),
});

/** A write, after which what it may have changed is read again. Nobody waits for that: the row that asked may be gone then. */
function useWrite<Input, Answer>(write: (input: Input) => Promise<Answer>, ...stale: (readonly unknown[])[]) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => {
      for (const queryKey of stale) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

export function useCreateInvite() {
  const keyOf = useIdempotencyKey<CreateInvite>();
  return useWrite((body: CreateInvite) => api.createInvite({ body, idempotencyKey: keyOf(body) }), keys.members);
}

export const useRevokeInvite = () =>
  useWrite((inviteId: Invite['id']) => api.revokeInvite({ params: { inviteId } }), keys.members);

export const useChangeMember = () =>
  useWrite(
    ({ userId, role }: { userId: Member['userId']; role: Role }) =>
      api.changeMember({ params: { userId }, body: { role } }),
    keys.members,
    keys.me,
  );

export const useRemoveMember = () =>
  useWrite(
    ({ userId, revokeTokens }: { userId: Member['userId']; revokeTokens: boolean }) =>
      api.removeMember({ params: { userId }, query: { revokeTokens: String(revokeTokens) } }),
    keys.members,
    keys.apiTokens,
  );

export const useCreatePasswordReset = () =>
  useWrite((userId: Member['userId']) => api.createPasswordReset({ params: { userId } }));

export function useCreateApiToken() {
  const keyOf = useIdempotencyKey<CreateApiToken>();
  return useWrite((body: CreateApiToken) => api.createApiToken({ body, idempotencyKey: keyOf(body) }), keys.apiTokens);
}

export const useRevokeApiToken = () =>
  useWrite((apiTokenId: ApiToken['id']) => api.revokeApiToken({ params: { apiTokenId } }), keys.apiTokens);

export const useChangeWorkspace = () =>
  useWrite(
    ({ version, ...body }: Pick<Workspace, 'version'> & ChangeWorkspace) =>
      api.changeWorkspace({ body, ifMatch: version }),
    keys.workspace,
    keys.workspaces,
    keys.me,
  );

export function useCreateWorkspace() {
  const keyOf = useIdempotencyKey<string>();
  return useWrite(
    (name: string) => api.createWorkspace({ body: { name }, idempotencyKey: keyOf(name) }),
    keys.workspaces,
  );
}
