import {
  type ConnectTune,
  type MoveTuneLink,
  type NewTuneImport,
  type PlanTuneImport,
  ProblemError,
  type TuneImport,
  type TuneLink,
  type TuneParityReport,
} from '@alyson/schema';
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export type PlanRequest = z.input<typeof PlanTuneImport>;

/** How TUNE's API is reached; null while it is not. */
export const connectionQuery = queryOptions({
  queryKey: keys.tuneConnection,
  queryFn: async ({ signal }) => (await api.getTuneConnection({ signal })).connection,
});

function useTuneWrite<Input, Output>(write: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.tune }),
  });
}

export const useConnect = () => useTuneWrite((body: ConnectTune) => api.connectTune({ body }));
export const useDisconnect = () => useTuneWrite(() => api.disconnectTune({}));

const READING_MS = 1_500;

/** The last imports; read again while one is on its way. */
export const useImports = () =>
  useQuery({
    queryKey: keys.tuneImports,
    queryFn: async ({ signal }) => (await api.listTuneImports({ query: { limit: 20 }, signal })).items,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'reading') ? READING_MS : false),
  });

export const useImport = (importId: TuneImport['id']) =>
  useQuery({
    queryKey: keys.tuneImport(importId),
    queryFn: ({ signal }) => api.getTuneImport({ params: { importId }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'reading' ? READING_MS : false),
  });

export const useStartImport = () =>
  useTuneWrite(({ body, idempotencyKey }: { body: NewTuneImport; idempotencyKey: string }) =>
    api.startTuneImport({ body, idempotencyKey }),
  );

/** What an import would make by these decisions; the plan before stays while the next is made. */
export const usePlan = (importId: TuneImport['id'], body: PlanRequest | null) =>
  useQuery({
    queryKey: keys.tunePlan(importId, body),
    queryFn: ({ signal }) => {
      if (!body) throw new ProblemError('validation_failed', 'Say first where TUNE answers clicks.');
      return api.planTuneImport({ params: { importId }, body, signal });
    },
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });

/** Makes the drafts of a plan. Everything that lists experiments or links is then read again. */
export function useApply(importId: TuneImport['id']) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: PlanRequest; idempotencyKey: string }) =>
      api.applyTuneImport({ params: { importId }, body, idempotencyKey }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

const LINKS_MS = 10_000;

/** Imported links with what arrives on them, kept fresh: somebody is watching a move. */
export const useTuneLinks = () =>
  useInfiniteQuery({
    queryKey: keys.tuneLinks,
    queryFn: ({ signal, pageParam }) => api.listTuneLinks({ query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): TuneLink[] => pages.flatMap((page) => page.items),
    refetchInterval: LINKS_MS,
  });

export const useMoveLink = () =>
  useTuneWrite(({ tuneLinkId, body }: { tuneLinkId: TuneLink['linkId']; body: MoveTuneLink }) =>
    api.moveTuneLink({ params: { tuneLinkId }, body }),
  );

export const useParityReports = () =>
  useInfiniteQuery({
    queryKey: keys.tuneParity,
    queryFn: ({ signal, pageParam }) => api.listTuneParity({ query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): TuneParityReport[] => pages.flatMap((page) => page.items),
  });

/** Sends a click log as it is, however large; the server reads it while it comes. */
export const useCompareLog = () =>
  useTuneWrite((file: File) => api.compareTuneClickLog({ query: { name: file.name }, file }));
