/** Requests that were answered alike. */
export interface RequestCount {
  readonly method: string;
  /** The template, e.g. `/v1/experiments/:experimentId`: addresses carry secrets and visitors' data. */
  readonly route: string;
  readonly status: number;
  count: number;
  ms: number;
}

/** What has happened since this process began; `GET /metrics` reads it. */
export interface Counters {
  /** By method, route and status. */
  readonly requests: Map<string, RequestCount>;
  /** What became of the clicks that edges delivered. */
  readonly clicks: { stored: number; duplicates: number; rejected: number };
  /** Failed steps of background tasks, by the task's name. */
  readonly taskFailures: Map<string, number>;
  /** Tries to build a release that failed. */
  releasesNotBuilt: number;
  /** Tries to tell the scheduler of a schedule that failed. */
  schedulesNotApplied: number;
}

export const createCounters = (): Counters => ({
  requests: new Map(),
  clicks: { stored: 0, duplicates: 0, rejected: 0 },
  taskFailures: new Map(),
  releasesNotBuilt: 0,
  schedulesNotApplied: 0,
});

export function countRequest({ requests }: Counters, request: Omit<RequestCount, 'count'>): void {
  const { method, route, status, ms } = request;
  const key = `${method} ${route} ${status}`;
  const counted = requests.get(key);
  if (counted) {
    counted.count += 1;
    counted.ms += ms;
  } else requests.set(key, { ...request, count: 1 });
}

export function countFailure({ taskFailures }: Counters, task: string): void {
  taskFailures.set(task, (taskFailures.get(task) ?? 0) + 1);
}
