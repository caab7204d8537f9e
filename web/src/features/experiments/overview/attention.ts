import {
  type Alarm,
  type AttentionItem,
  type Buyer,
  type EdgeStatus,
  type Experiment,
  type ExperimentListItem,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
} from '@alyson/schema';
import { type CutOffAttention, findPages, type PageAttention } from './page-attention.ts';

/** One thing that needs somebody, with what caused it, what it does, and where to act. Worst first by `rank`. */
export type Attention = { rank: number; key: string } & (
  | { kind: 'edge_silent'; edge: Pick<EdgeStatus, 'url' | 'name' | 'seenAt'> }
  | { kind: 'edge_alarm'; edge: Pick<EdgeStatus, 'url' | 'name'>; alarm: Alarm }
  | { kind: 'edge_behind'; edge: Pick<EdgeStatus, 'url' | 'name' | 'behind' | 'drift'>; since: string }
  | { kind: 'release_stuck'; experiment: Pick<Experiment, 'id' | 'name'>; releaseNumber: number; publishedAt: string }
  | PageAttention
  | CutOffAttention
  | { kind: 'buyer_silent'; buyer: Pick<Buyer, 'id' | 'name'>; lastReportAt: string }
  | { kind: 'paused'; experiment: Pick<ExperimentListItem, 'id' | 'name'> }
  | { kind: 'held'; experiment: Pick<ExperimentListItem, 'id' | 'name'>; heldSince: string }
  | { kind: 'orphans'; count: number }
  /** What the control plane noticed by itself. */
  | { kind: 'noticed'; item: AttentionItem }
);

/** An edge is asked every two seconds; beyond this it is not a hiccup. */
const UNSEEN_AFTER_MS = MINUTE_MS;
/** A release is usually confirmed within a second or two; beyond this somebody should look. */
const STUCK_AFTER_MS = MINUTE_MS;
/** Buyers report by the hour or by the day; beyond a day even the slow ones are late. */
const SILENT_AFTER_MS = 24 * HOUR_MS;

interface Known {
  experiments: readonly ExperimentListItem[];
  /** Those that run, whole: the list does not say how far a release has come. */
  running: readonly Experiment[];
  buyers: readonly Buyer[];
  /** What the control plane noticed by itself. */
  noticed: readonly AttentionItem[];
  /** Reports that wait for their click. */
  orphans: number;
  edges: readonly EdgeStatus[];
  now: Instant;
}

/** All that needs attention by what the API says, worst first. */
export function findAttention({ experiments, running, buyers, noticed, orphans, edges, now }: Known): Attention[] {
  const isOlder = (at: string, ms: number) => now - Date.parse(at) > ms;
  const found: Attention[] = [];
  for (const edge of edges) {
    if (!edge.seenAt || isOlder(edge.seenAt, UNSEEN_AFTER_MS))
      found.push({ rank: 0, key: `edge ${edge.url}`, kind: 'edge_silent', edge });
    else {
      for (const alarm of edge.alarms)
        found.push({ rank: 1, key: `edge ${edge.url} ${alarm.name}`, kind: 'edge_alarm', edge, alarm });
      if (edge.behindSince && isOlder(edge.behindSince, STUCK_AFTER_MS))
        found.push({ rank: 1, key: `behind ${edge.url}`, kind: 'edge_behind', edge, since: edge.behindSince });
    }
  }
  for (const experiment of running) {
    const { release } = experiment;
    if (release?.status === 'publishing' && isOlder(release.publishedAt, STUCK_AFTER_MS))
      found.push({
        rank: 2,
        key: `release ${experiment.id}`,
        kind: 'release_stuck',
        experiment,
        releaseNumber: release.number,
        publishedAt: release.publishedAt,
      });
  }
  found.push(...findPages(running));
  for (const item of noticed) found.push({ rank: 3, key: `noticed ${item.id}`, kind: 'noticed', item });
  // Of a buyer whose habit is known, the control plane says so sooner, and why.
  const isNoticed = (buyer: Buyer) =>
    noticed.some(({ kind, subjectId }) => kind === 'buyer_silent' && subjectId === buyer.id);
  for (const buyer of buyers) {
    const { lastReportAt } = buyer;
    if (lastReportAt && !isNoticed(buyer) && isOlder(lastReportAt, SILENT_AFTER_MS))
      found.push({ rank: 3, key: `silent ${buyer.id}`, kind: 'buyer_silent', buyer, lastReportAt });
  }
  for (const experiment of experiments) {
    if (experiment.state === 'paused')
      found.push({ rank: 4, key: `paused ${experiment.id}`, kind: 'paused', experiment });
    if (experiment.state === 'running' && experiment.heldSince)
      found.push({ rank: 5, key: `held ${experiment.id}`, kind: 'held', experiment, heldSince: experiment.heldSince });
  }
  if (orphans > 0) found.push({ rank: 6, key: 'orphans', kind: 'orphans', count: orphans });
  return found.sort((a, b) => a.rank - b.rank);
}
