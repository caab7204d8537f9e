import type { ChangeEvent } from '@alyson/schema';

type Filters = Record<string, unknown>;

/** Every query key of the panel, once, so that a change can find what it makes stale. */
export const keys = {
  me: ['me'],
  account: ['account'],
  sessions: ['account', 'sessions'],
  signInOptions: ['sign-in-options'],
  workspaces: ['workspaces'],
  workspace: ['workspace'],
  members: ['members'],
  invites: ['members', 'invites'],
  apiTokens: ['api-tokens'],
  experiments: ['experiments'],
  experimentList: (filters: Filters = {}) => ['experiments', 'list', filters],
  experiment: (experimentId: string) => ['experiments', experimentId],
  results: (experimentId: string, range: Filters = {}) => ['experiments', experimentId, 'results', range],
  funnel: (experimentId: string, filters: Filters = {}) => ['experiments', experimentId, 'funnel', filters],
  releases: (experimentId: string) => ['experiments', experimentId, 'releases'],
  schedules: (experimentId: string) => ['experiments', experimentId, 'schedules'],
  nextFires: (schedule: Filters) => ['next-fires', schedule],
  runs: (experimentId: string) => ['experiments', experimentId, 'runs'],
  run: (runId: string) => ['runs', runId],
  clickExplanation: (clickId: string) => ['click-explanations', clickId],
  clicks: (filters: Filters = {}) => ['clicks', filters],
  edges: ['edges'],
  clickLedger: ['click-ledger'],
  hosts: ['hosts'],
  ipData: ['ip-data'],
  landingHosts: ['landing-hosts'],
  segmentSources: ['segment-sources'],
  segmentCalls: (segmentSourceId: string, filters: Filters = {}) => [
    'segment-sources',
    segmentSourceId,
    'calls',
    filters,
  ],
  pageEventSetup: ['page-event-setup'],
  links: (filters: Filters = {}) => ['links', filters],
  buyers: ['buyers'],
  buyer: (buyerId: string) => ['buyers', buyerId],
  archivedBuyers: ['buyers', 'archived'],
  /** Under `buyers`, because the same changes make it stale. */
  unclaimedReports: ['buyers', 'unclaimed'],
  buyerSecrets: (buyerId: string) => ['buyers', buyerId, 'secrets'],
  reports: (buyerId: string, filters: Filters = {}) => ['buyers', buyerId, 'reports', filters],
  buyerEvents: (filters: Filters = {}) => ['buyer-events', filters],
  /** Under `buyer-events`, because amounts that wait come and go with them. */
  currencyPairs: ['buyer-events', 'currency-pairs'],
  proposedChanges: (filters?: Filters) => (filters ? ['proposed-changes', filters] : ['proposed-changes']),
  templates: ['templates'],
  tune: ['tune'],
  tuneConnection: ['tune', 'connection'],
  tuneImports: ['tune', 'imports'],
  tuneImport: (importId: string) => ['tune', 'imports', importId],
  tunePlan: (importId: string, request: unknown) => ['tune', 'imports', importId, 'plan', request],
  tuneLinks: ['tune', 'links'],
  tuneParity: ['tune', 'parity'],
  postbacks: ['destinations', 'postbacks'],
  subscriptions: ['destinations', 'subscriptions'],
  deliveries: (destinationId: string, filters: Filters = {}) => ['destinations', destinationId, 'deliveries', filters],
  delivery: (deliveryId: string) => ['destinations', 'delivery', deliveryId],
  attention: ['attention'],
  audit: (filters: Filters = {}) => ['audit', filters],
} as const;

type Key = readonly unknown[];

/**
 * The keys that a change makes stale. Prefixes: `['buyers']` stands for every buyer's reports too. What lists single
 * things follows `soon`; sums over many of them change less to the eye and are dearer to read: `later`.
 */
export function staleKeys({ topic, experimentIds }: Pick<ChangeEvent, 'topic' | 'experimentIds'>): {
  soon: Key[];
  later: Key[];
} {
  // No ids stand for any experiment, as after a gap in the stream.
  const each = (...parts: string[]): Key[] =>
    experimentIds.length > 0 ? experimentIds.map((id) => ['experiments', id, ...parts]) : [['experiments']];
  switch (topic) {
    case 'click':
      return { soon: [['clicks']], later: [['experiments', 'list'], ...each('results'), ...each('funnel')] };
    case 'page_event':
      return { soon: [['segment-sources']], later: [['page-event-setup'], ...each('funnel')] };
    case 'buyer_event':
      return {
        soon: [['buyer-events'], ['clicks']],
        later: [['buyers'], ['experiments', 'list'], ...each('results'), ...each('funnel')],
      };
    case 'run':
      return { soon: [['runs'], ...each()], later: [['experiments', 'list']] };
    case 'destination':
      return { soon: [['destinations'], ['attention']], later: [] };
    case 'release':
    case 'experiment':
      return {
        soon: [['experiments', 'list'], ['links'], ['tune', 'links'], ['audit'], ['proposed-changes'], ...each()],
        later: [],
      };
    default:
      return topic satisfies never;
  }
}
