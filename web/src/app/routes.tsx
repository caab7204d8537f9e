import { ProblemError } from '@alyson/schema';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import * as z from 'zod';
import { activitySearch } from '../features/activity/search.ts';
import { approvalsSearch } from '../features/approvals/search.ts';
import { leadsSearch } from '../features/buyer-events/search.ts';
import { buyerSearch } from '../features/buyers/search.ts';
import { destinationSearch } from '../features/destinations/search.ts';
import { gradingSearch, releasesSearch, resultsSearch } from '../features/experiment/search.ts';
import { createSearch } from '../features/experiments/create/steps.ts';
import { experimentsSearch } from '../features/experiments/search.ts';
import { linksSearch } from '../features/links/search.ts';
import { liveSearch } from '../features/live/search.ts';
import { FAILURES, type SignInFailure } from '../features/session/failures.ts';
import { buyersQuery } from '../lib/buyers.ts';
import { experimentsQuery } from '../lib/experiments.ts';
import { meQuery } from '../lib/me.ts';
import { FailedPage } from './failed-page.tsx';
import { Layout } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

/** An address of this panel to go to after the sign-in; anything else, such as another site, is left out. */
const next = z
  .string()
  .regex(/^\/(?![/\\])/)
  .catch('/')
  .default('/');

/** Why the identity provider's sign-in failed. */
const failure = z
  .enum(Object.keys(FAILURES) as [SignInFailure, ...SignInFailure[]])
  .optional()
  .catch(undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ next, failure }),
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
});

const acceptInvite = createRoute({
  getParentRoute: () => root,
  path: '/accept-invite',
  component: lazyRouteComponent(() => import('../features/session/accept-invite-page.tsx'), 'AcceptInvitePage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('../features/session/reset-password-page.tsx'), 'ResetPasswordPage'),
});

const noAccess = createRoute({
  getParentRoute: () => root,
  path: '/no-access',
  component: lazyRouteComponent(() => import('../features/session/no-access-page.tsx'), 'NoAccessPage'),
});

/** Everything that needs somebody signed in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    await context.queryClient.ensureQueryData(meQuery).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === 'forbidden') throw redirect({ to: '/no-access' });
      if (error.code !== 'unauthenticated') throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    });
  },
  component: Layout,
});

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  // Started beside the page's code, and not after it.
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(experimentsQuery());
    void queryClient.prefetchQuery(buyersQuery);
  },
  component: lazyRouteComponent(() => import('../features/experiments/overview/overview-page.tsx'), 'OverviewPage'),
});

const experiments = createRoute({
  getParentRoute: () => signedIn,
  path: '/experiments',
  validateSearch: experimentsSearch,
  loaderDeps: ({ search: { q } }) => ({ q }),
  loader: ({ context: { queryClient }, deps: { q } }) => void queryClient.prefetchQuery(experimentsQuery(q)),
  component: lazyRouteComponent(() => import('../features/experiments/experiments-page.tsx'), 'ExperimentsPage'),
});

const createExperiment = createRoute({
  getParentRoute: () => signedIn,
  path: '/experiments/new',
  validateSearch: createSearch,
  component: lazyRouteComponent(
    () => import('../features/experiments/create/create-experiment-page.tsx'),
    'CreateExperimentPage',
  ),
});

const experiment = createRoute({
  getParentRoute: () => signedIn,
  path: '/experiments/$experimentId',
  component: lazyRouteComponent(() => import('../features/experiment/experiment-page.tsx'), 'ExperimentPage'),
});

const tab = { getParentRoute: () => experiment };
const experimentTabs = [
  createRoute({
    ...tab,
    path: '/',
    validateSearch: resultsSearch,
    component: lazyRouteComponent(() => import('../features/experiment/results/results-tab.tsx'), 'ResultsTab'),
  }),
  createRoute({
    ...tab,
    path: 'split',
    component: lazyRouteComponent(() => import('../features/experiment/split/split-tab.tsx'), 'SplitTab'),
  }),
  createRoute({
    ...tab,
    path: 'releases',
    validateSearch: releasesSearch,
    component: lazyRouteComponent(() => import('../features/experiment/releases/releases-tab.tsx'), 'ReleasesTab'),
  }),
  createRoute({
    ...tab,
    path: 'grading',
    validateSearch: gradingSearch,
    component: lazyRouteComponent(() => import('../features/experiment/grading/grading-tab.tsx'), 'GradingTab'),
  }),
  createRoute({
    ...tab,
    path: 'test-click',
    component: lazyRouteComponent(() => import('../features/experiment/test-click/test-click-tab.tsx'), 'TestClickTab'),
  }),
  createRoute({
    ...tab,
    path: 'routing',
    component: lazyRouteComponent(() => import('../features/experiment/routing/routing-tab.tsx'), 'RoutingTab'),
  }),
  createRoute({
    ...tab,
    path: 'links',
    component: lazyRouteComponent(() => import('../features/experiment/links/links-tab.tsx'), 'LinksTab'),
  }),
  createRoute({
    ...tab,
    path: 'history',
    component: lazyRouteComponent(() => import('../features/experiment/history-tab.tsx'), 'HistoryTab'),
  }),
  createRoute({
    ...tab,
    path: 'settings',
    component: lazyRouteComponent(() => import('../features/experiment/settings/settings-tab.tsx'), 'SettingsTab'),
  }),
] as const;

const live = createRoute({
  getParentRoute: () => signedIn,
  path: '/live',
  validateSearch: liveSearch,
  component: lazyRouteComponent(() => import('../features/live/live-page.tsx'), 'LivePage'),
});

const links = createRoute({
  getParentRoute: () => signedIn,
  path: '/links',
  validateSearch: linksSearch,
  component: lazyRouteComponent(() => import('../features/links/links-page.tsx'), 'LinksPage'),
});

const leads = createRoute({
  getParentRoute: () => signedIn,
  path: '/leads',
  validateSearch: leadsSearch,
  component: lazyRouteComponent(() => import('../features/buyer-events/leads-page.tsx'), 'LeadsPage'),
});

const orphans = createRoute({
  getParentRoute: () => signedIn,
  path: '/orphans',
  component: lazyRouteComponent(() => import('../features/buyer-events/orphans-page.tsx'), 'OrphansPage'),
});

const buyers = createRoute({
  getParentRoute: () => signedIn,
  path: '/buyers',
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(buyersQuery),
  component: lazyRouteComponent(() => import('../features/buyers/buyers-page.tsx'), 'BuyersPage'),
});

const buyer = createRoute({
  getParentRoute: () => signedIn,
  path: '/buyers/$buyerId',
  validateSearch: buyerSearch,
  component: lazyRouteComponent(() => import('../features/buyers/buyer-page.tsx'), 'BuyerPage'),
});

const postbacks = createRoute({
  getParentRoute: () => signedIn,
  path: '/postbacks',
  component: lazyRouteComponent(() => import('../features/destinations/postbacks-page.tsx'), 'PostbacksPage'),
});

const postback = createRoute({
  getParentRoute: () => signedIn,
  path: '/postbacks/$postbackId',
  validateSearch: destinationSearch,
  component: lazyRouteComponent(() => import('../features/destinations/postback-page.tsx'), 'PostbackPage'),
});

const webhooks = createRoute({
  getParentRoute: () => signedIn,
  path: '/subscriptions',
  component: lazyRouteComponent(() => import('../features/destinations/webhooks-page.tsx'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => signedIn,
  path: '/subscriptions/$subscriptionId',
  validateSearch: destinationSearch,
  component: lazyRouteComponent(() => import('../features/destinations/webhook-page.tsx'), 'WebhookPage'),
});

const approvals = createRoute({
  getParentRoute: () => signedIn,
  path: '/approvals',
  validateSearch: approvalsSearch,
  component: lazyRouteComponent(() => import('../features/approvals/approvals-page.tsx'), 'ApprovalsPage'),
});

const activity = createRoute({
  getParentRoute: () => signedIn,
  path: '/activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/account/account-page.tsx'), 'AccountPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

const settingsTab = { getParentRoute: () => settings };
const settingsTabs = [
  createRoute({
    ...settingsTab,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/settings/members' });
    },
  }),
  createRoute({
    ...settingsTab,
    path: 'members',
    component: lazyRouteComponent(() => import('../features/settings/members-tab.tsx'), 'MembersTab'),
  }),
  createRoute({
    ...settingsTab,
    path: 'tokens',
    component: lazyRouteComponent(() => import('../features/settings/tokens-tab.tsx'), 'TokensTab'),
  }),
  createRoute({
    ...settingsTab,
    path: 'landing-hosts',
    component: lazyRouteComponent(() => import('../features/landing-hosts/landing-hosts-tab.tsx'), 'LandingHostsTab'),
  }),
  createRoute({
    ...settingsTab,
    path: 'exchange-rates',
    component: lazyRouteComponent(
      () => import('../features/exchange-rates/exchange-rates-tab.tsx'),
      'ExchangeRatesTab',
    ),
  }),
  createRoute({
    ...settingsTab,
    path: 'page-events',
    component: lazyRouteComponent(() => import('../features/page-events/page-events-tab.tsx'), 'PageEventsTab'),
  }),
  createRoute({
    ...settingsTab,
    path: 'ip-data',
    component: lazyRouteComponent(() => import('../features/ip-data/ip-data-tab.tsx'), 'IpDataTab'),
  }),
  createRoute({
    ...settingsTab,
    path: 'workspace',
    component: lazyRouteComponent(() => import('../features/settings/workspace-tab.tsx'), 'WorkspaceTab'),
  }),
] as const;

const tune = createRoute({
  getParentRoute: () => signedIn,
  path: '/tune',
  component: lazyRouteComponent(() => import('../features/tune/tune-page.tsx'), 'TunePage'),
});

const tuneTabs = [
  createRoute({
    getParentRoute: () => tune,
    path: '/',
    component: lazyRouteComponent(() => import('../features/tune/import-tab.tsx'), 'ImportTab'),
  }),
  createRoute({
    getParentRoute: () => tune,
    path: 'parity',
    component: lazyRouteComponent(() => import('../features/tune/parity-tab.tsx'), 'ParityTab'),
  }),
  createRoute({
    getParentRoute: () => tune,
    path: 'cut-over',
    component: lazyRouteComponent(() => import('../features/tune/cut-over-tab.tsx'), 'CutOverTab'),
  }),
] as const;

/** A page of its own, without the steps' tabs over it. */
const tuneImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/tune/imports/$importId',
  component: lazyRouteComponent(() => import('../features/tune/import-page.tsx'), 'ImportPage'),
});

const unknown = createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFoundPage });

const routeTree = root.addChildren([
  signIn,
  acceptInvite,
  resetPassword,
  noAccess,
  signedIn.addChildren([
    overview,
    experiments,
    createExperiment,
    experiment.addChildren(experimentTabs),
    live,
    links,
    leads,
    orphans,
    buyers,
    buyer,
    postbacks,
    postback,
    webhooks,
    webhook,
    approvals,
    tune.addChildren(tuneTabs),
    tuneImport,
    activity,
    account,
    settings.addChildren(settingsTabs),
    unknown,
  ]),
]);

/** Every address of the panel. Pages load when they are first looked at, or pointed at. */
export function createPanelRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: FailedPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPanelRouter>;
  }
}
