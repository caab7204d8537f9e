import {
  type AbortRamp,
  type AddAgent,
  type ChangeAgent,
  type ChangeExperiment,
  type ChangeLink,
  type DuplicateExperiment,
  type Experiment,
  type HoldExperiment,
  type NewLink,
  type OverrideSplit,
  ProblemError,
  type ProposeChange,
  type ProposedChange,
  type ReleaseSummary,
  type RollBack,
  type Run,
  type StartRamp,
  toTimestamp,
} from '@alyson/schema';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';
import { type Range, spanOf } from './range.ts';

const PUBLISHING_POLL_MS = 1_000;
const RELEASES_PER_PAGE = 100;
const RUNS_PER_PAGE = 20;
const NEWEST_CLICKS = 20;

export function useExperiment(experimentId: string) {
  return useQuery({
    queryKey: keys.experiment(experimentId),
    queryFn: ({ signal }) => api.getExperiment({ params: { experimentId }, signal }),
    // The stream says when a release is confirmed; asking as well keeps "Publishing…" honest while the stream is down.
    refetchInterval: ({ state }) => (state.data?.release?.status === 'publishing' ? PUBLISHING_POLL_MS : false),
  });
}

/** The span ends when it is read, so that reading again moves it on. */
export function useResults({ id, startedAt }: Pick<Experiment, 'id' | 'startedAt'>, range: Range) {
  return useQuery({
    queryKey: keys.results(id, { range }),
    queryFn: ({ signal }) =>
      api.getResults({ params: { experimentId: id }, query: spanOf(range, Date.now(), startedAt), signal }),
    // Another range replaces what is shown once it is there.
    placeholderData: keepPreviousData,
  });
}

/** @param to null: until now */
export function useResultsBetween(experimentId: string, from: string, to: string | null) {
  return useQuery({
    queryKey: keys.results(experimentId, { from, to }),
    queryFn: ({ signal }) =>
      api.getResults({
        params: { experimentId },
        query: { from, to: to ?? toTimestamp(Date.now()) },
        signal,
      }),
  });
}

/** Releases, newest first; older pages on demand. */
export function useReleases(experimentId: string) {
  return useInfiniteQuery({
    queryKey: keys.releases(experimentId),
    queryFn: ({ signal, pageParam }) =>
      api.listReleases({ params: { experimentId }, query: { limit: RELEASES_PER_PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): ReleaseSummary[] => pages.flatMap((page) => page.items),
  });
}

/** When the experiment's schedules fire, and whether the scheduler holds them as it should. */
export function useSchedules(experimentId: string) {
  return useQuery({
    queryKey: keys.schedules(experimentId),
    queryFn: ({ signal }) => api.listSchedules({ params: { experimentId }, signal }),
  });
}

/** Grading runs, newest first; older pages on demand. */
export function useRuns(experimentId: string) {
  return useInfiniteQuery({
    queryKey: keys.runs(experimentId),
    queryFn: ({ signal, pageParam }) =>
      api.listRuns({ params: { experimentId }, query: { limit: RUNS_PER_PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): Run[] => pages.flatMap((page) => page.items),
  });
}

/** One run; null asks for none. */
export function useRun(runId: string | null) {
  return useQuery({
    queryKey: keys.run(runId ?? ''),
    queryFn: ({ signal }) => api.getRun({ params: { runId: runId ?? '' }, signal }),
    enabled: runId !== null,
  });
}

export function useNewestClicks(experimentId: string) {
  return useQuery({
    queryKey: keys.clicks({ experimentId, limit: NEWEST_CLICKS }),
    queryFn: ({ signal }) => api.listClicks({ query: { experimentId, limit: NEWEST_CLICKS }, signal }),
  });
}

export const useStart = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.startExperiment({ params: { experimentId } }));

export const useSchedule = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.scheduleExperiment({ params: { experimentId } }));

export const useUnschedule = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.unscheduleExperiment({ params: { experimentId } }));

export const useArchive = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.archiveExperiment({ params: { experimentId } }));

export const useUnarchive = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.unarchiveExperiment({ params: { experimentId } }));

export function useDeleteDraft(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => api.deleteExperiment({ params: { experimentId }, ifMatch: version }),
    onSuccess: () => {
      // The experiment itself is not asked for again: it is gone.
      for (const queryKey of [['experiments', 'list'], ['audit'], ['links']])
        void queryClient.invalidateQueries({ queryKey });
    },
  });
}

interface Copying {
  body: z.input<typeof DuplicateExperiment>;
  idempotencyKey: string;
}

export function useDuplicate(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: Copying) =>
      api.duplicateExperiment({ params: { experimentId }, body, idempotencyKey }),
    onSuccess: (copy) => {
      queryClient.setQueryData(keys.experiment(copy.id), copy);
      void queryClient.invalidateQueries({ queryKey: ['experiments', 'list'] });
    },
  });
}

export function useKeepAsTemplate(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, idempotencyKey }: { name: string; idempotencyKey: string }) =>
      api.createTemplate({ body: { name, experimentId }, idempotencyKey }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.templates }),
  });
}

export const usePause = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.pauseExperiment({ params: { experimentId } }));

export const useResume = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.resumeExperiment({ params: { experimentId } }));

export const useComplete = (experimentId: string) =>
  useProposableWrite<void>(
    experimentId,
    () => api.completeExperiment({ params: { experimentId } }),
    () => ({
      action: 'completeExperiment',
    }),
  );

export const useHold = (experimentId: string) =>
  useWrite(experimentId, (body: z.input<typeof HoldExperiment>) =>
    api.holdExperiment({ params: { experimentId }, body }),
  );

export const useReleaseHold = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.releaseHold({ params: { experimentId } }));

/** `version`: the experiment's version that the entries were made on; a newer one refuses with `stale_version`. */
export const useOverrideSplit = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ version, body }: { version: number; body: z.input<typeof OverrideSplit> }) =>
      api.overrideSplit({ params: { experimentId }, body, ifMatch: version }),
    ({ body }) => ({ action: 'overrideSplit', body, reason: body.reason }),
  );

/** The same as `useOverrideSplit`, spread over steps. */
export const useStartRamp = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ version, body }: { version: number; body: z.input<typeof StartRamp> }) =>
      api.startRamp({ params: { experimentId }, body, ifMatch: version }),
    ({ body }) => ({ action: 'startRamp', body, reason: body.reason }),
  );

export const useSteerRamp = (experimentId: string) =>
  useWrite(experimentId, ({ rampId, what }: { rampId: string; what: 'pause' | 'resume' | 'finish' }) => {
    const params = { experimentId, rampId };
    if (what === 'pause') return api.pauseRamp({ params });
    return what === 'resume' ? api.resumeRamp({ params }) : api.finishRamp({ params });
  });

export const useAbortRamp = (experimentId: string) =>
  useWrite(experimentId, ({ rampId, body }: { rampId: string; body: z.input<typeof AbortRamp> }) =>
    api.abortRamp({ params: { experimentId, rampId }, body }),
  );

/** What the routing of two releases differs by. */
export function useReleaseDiff(experimentId: string, number: number, against: number) {
  return useQuery({
    queryKey: [...keys.releases(experimentId), 'diff', number, against],
    queryFn: ({ signal }) => api.diffReleases({ params: { experimentId, number }, query: { against }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const PLACES_POLL_MS = 5_000;

/** Where the newest release has come. No note tells of an edge: it is asked for. */
export function useReleasePlaces(experimentId: string) {
  return useQuery({
    queryKey: [...keys.releases(experimentId), 'places'],
    queryFn: ({ signal }) => api.locateRelease({ params: { experimentId }, signal }),
    refetchInterval: PLACES_POLL_MS,
  });
}

export const useSwitchAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ agentId, to }: { agentId: string; to: 'on' | 'off' }) =>
      to === 'on'
        ? api.turnAgentOn({ params: { experimentId, agentId } })
        : api.turnAgentOff({ params: { experimentId, agentId } }),
    ({ agentId }) => ({ action: 'turnAgentOn', params: { agentId } }),
  );

export const useRollBack = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ number, version, body }: { number: number; version: number; body: z.input<typeof RollBack> }) =>
      api.rollBack({ params: { experimentId, number }, body, ifMatch: version }),
    ({ number, body }) => ({
      action: 'rollBack',
      params: { number: String(number) },
      body,
      reason: body.reason,
    }),
  );

export const useChangeExperiment = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ version, body }: { version: number; body: z.input<typeof ChangeExperiment> }) =>
      api.changeExperiment({ params: { experimentId }, body, ifMatch: version }),
    ({ body }) => ({ action: 'changeExperiment', body, reason: body.reason }),
  );

export const useAddLink = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ body, idempotencyKey }: { body: z.input<typeof NewLink>; idempotencyKey: string }) =>
      api.addLink({ params: { experimentId }, body, idempotencyKey }),
    ({ body }) => ({ action: 'addLink', body }),
  );

export const useChangeLink = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ linkId, version, body }: { linkId: string; version: number; body: z.input<typeof ChangeLink> }) =>
      api.changeLink({ params: { experimentId, linkId }, body, ifMatch: version }),
    ({ linkId, body }) => ({ action: 'changeLink', params: { linkId }, body }),
  );

export const useRemoveLink = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ linkId, version }: { linkId: string; version: number }) =>
      api.removeLink({ params: { experimentId, linkId }, ifMatch: version }),
    ({ linkId }) => ({ action: 'removeLink', params: { linkId } }),
  );

export const useAddAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ body, idempotencyKey }: { body: z.input<typeof AddAgent>; idempotencyKey: string }) =>
      api.addAgent({ params: { experimentId }, body, idempotencyKey }),
    ({ body }) => ({ action: 'addAgent', body, reason: body.reason }),
  );

export const useRemoveAgent = (experimentId: string) =>
  useWrite(experimentId, ({ agentId, version }: { agentId: string; version: number }) =>
    api.removeAgent({ params: { experimentId, agentId }, ifMatch: version }),
  );

export const useArchiveAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    (agentId: string) => api.archiveAgent({ params: { experimentId, agentId } }),
    (agentId) => ({ action: 'archiveAgent', params: { agentId } }),
  );

export const useRestoreAgent = (experimentId: string) =>
  useWrite(experimentId, (agentId: string) => api.restoreAgent({ params: { experimentId, agentId } }));

export const useChangeAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ agentId, version, body }: { agentId: string; version: number; body: z.input<typeof ChangeAgent> }) =>
      api.changeAgent({ params: { experimentId, agentId }, body, ifMatch: version }),
    ({ agentId, body }) => ({ action: 'changeAgent', params: { agentId }, body, reason: body.reason }),
  );

export function useStartRun(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.startRun({ params: { experimentId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.runs(experimentId) }),
  });
}

/** What a change became: the experiment as it is afterwards, or a proposed change that waits for a second person. */
type Written = { experiment: Experiment } | { proposed: ProposedChange };

/** A write that, where the workspace wants a second person for it, is proposed to them instead (C9). */
function useProposableWrite<Input>(
  experimentId: string,
  write: (input: Input) => Promise<Experiment>,
  toPropose: (input: Input) => z.input<typeof ProposeChange>,
) {
  const queryClient = useQueryClient();
  const read = useReadAgain(experimentId);
  return useMutation({
    mutationFn: async (input: Input): Promise<Written> => {
      try {
        return { experiment: await write(input) };
      } catch (error) {
        if (!(error instanceof ProblemError && error.code === 'approval_required')) throw error;
        const version = queryClient.getQueryData<Experiment>(keys.experiment(experimentId))?.version ?? 0;
        const body = toPropose(input);
        return { proposed: await api.proposeChange({ params: { experimentId }, body, ifMatch: version }) };
      }
    },
    onSuccess: (written) => {
      if ('experiment' in written) queryClient.setQueryData(keys.experiment(experimentId), written.experiment);
      read();
    },
  });
}

/** A write that answers with the experiment as it is afterwards. What hangs on it is read again. */
function useWrite<Input>(experimentId: string, write: (input: Input) => Promise<Experiment>) {
  const queryClient = useQueryClient();
  const read = useReadAgain(experimentId);
  return useMutation({
    mutationFn: write,
    onSuccess: (experiment) => {
      queryClient.setQueryData(keys.experiment(experimentId), experiment);
      read();
    },
  });
}

/** Its answer comes by the stream; asked again too, because a check takes its time. */
export function useCheckPage(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) => api.checkPage({ params: { experimentId, agentId } }),
    onSuccess: () => {
      for (const afterMs of [1_000, 4_000, 12_000])
        setTimeout(() => queryClient.invalidateQueries({ queryKey: keys.experiment(experimentId) }), afterMs);
    },
  });
}

function useReadAgain(experimentId: string): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const queryKey of [keys.experiments, ['audit'], ['links'], keys.proposedChanges()])
      void queryClient.invalidateQueries({ queryKey });
    void queryClient.invalidateQueries({ queryKey: keys.experiment(experimentId) });
  };
}
