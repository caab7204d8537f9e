import { ProblemError } from '@alyson/schema';
import { Hono } from 'hono';
import type { Deps } from './context.ts';
import { registerAccount } from './features/account/endpoints.ts';
import { registerApiTokens } from './features/api-tokens/endpoints.ts';
import { registerApprovals } from './features/approvals/endpoints.ts';
import { registerAttention } from './features/attention/endpoints.ts';
import { registerAudit } from './features/audit/endpoints.ts';
import { registerBuyers } from './features/buyers/endpoints.ts';
import { registerClicks } from './features/clicks/endpoints.ts';
import { registerConversions } from './features/conversions/endpoints.ts';
import { registerDestinations } from './features/destinations/endpoints.ts';
import { registerExchangeRates } from './features/exchange-rates/endpoints.ts';
import { createExperiment } from './features/experiments/create-experiment.ts';
import { createFromContent } from './features/experiments/create-from-content.ts';
import { registerExperiments } from './features/experiments/endpoints.ts';
import { experimentOperations } from './features/experiments/proposable.ts';
import { registerExplanations } from './features/explanations/endpoints.ts';
import { registerHosts } from './features/hosts/endpoints.ts';
import { registerIpData } from './features/ip-data/endpoints.ts';
import { registerLandingHosts } from './features/landing-hosts/endpoints.ts';
import { changeLink } from './features/links/change-link.ts';
import { registerLinks } from './features/links/endpoints.ts';
import { linkOperations } from './features/links/proposable.ts';
import { registerMembers } from './features/members/endpoints.ts';
import { registerMetrics } from './features/metrics/endpoints.ts';
import { registerPageChecks } from './features/page-checks/endpoints.ts';
import { registerRamps } from './features/ramps/endpoints.ts';
import { rampOperations } from './features/ramps/proposable.ts';
import { registerReleases } from './features/releases/endpoints.ts';
import { releaseOperations } from './features/releases/proposable.ts';
import { registerResults } from './features/results/endpoints.ts';
import { registerRetention } from './features/retention/endpoints.ts';
import { registerRuns } from './features/runs/endpoints.ts';
import { registerSchedules } from './features/schedules/endpoints.ts';
import { registerSegment } from './features/segment/endpoints.ts';
import { registerSignIn } from './features/sign-in/endpoints.ts';
import { registerTemplates } from './features/templates/endpoints.ts';
import { registerTuneImport } from './features/tune-import/endpoints.ts';
import { registerWorkspaces } from './features/workspaces/endpoints.ts';
import { answerOtherMethods } from './http/answer-other-methods.ts';
import type { App, AppEnv } from './http/app-env.ts';
import { registerChangeStream } from './http/change-stream.ts';
import { registerDocs } from './http/docs.ts';
import { registerHealth } from './http/health.ts';
import { registerPanel } from './http/panel.ts';
import { toProblemError, toProblemResponse } from './http/problem-response.ts';
import { requestLog } from './http/request-log.ts';
import { securityHeaders } from './http/security-headers.ts';
import { shedLoad } from './http/shed-load.ts';

/** One line per feature: each puts its endpoints on the app. */
const features: readonly ((app: App, deps: Deps) => void)[] = [
  registerHealth,
  registerDocs,
  registerChangeStream,
  registerAudit,
  registerClicks,
  registerBuyers,
  registerConversions,
  registerSegment,
  registerExchangeRates,
  registerDestinations,
  registerAttention,
  registerExperiments,
  (app) =>
    registerApprovals(app, { ...experimentOperations, ...linkOperations, ...rampOperations, ...releaseOperations }),
  (app) => registerTemplates(app, createFromContent),
  registerMetrics,
  registerLinks,
  registerHosts,
  registerLandingHosts,
  registerIpData,
  registerPageChecks,
  registerExplanations,
  registerReleases,
  registerRamps,
  registerResults,
  registerRetention,
  registerRuns,
  registerSchedules,
  registerSignIn,
  registerAccount,
  registerMembers,
  registerApiTokens,
  registerWorkspaces,
  (app) => registerTuneImport(app, { createDraft: createExperiment, changeLink }),
];

/** The control plane's HTTP side, without a socket: `main.ts` serves it, tests call `app.request()`. */
export function createApp(deps: Deps): App {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('deps', deps);
    await next();
  });
  app.use(requestLog, securityHeaders(deps.config), shedLoad());
  app.onError((error, c) => {
    const refusal = toProblemError(error);
    if (refusal.code === 'internal') deps.log.error({ err: error, requestId: c.var.requestId }, 'unexpected error');
    return toProblemResponse(refusal, c.var.requestId);
  });
  for (const register of features) register(app, deps);
  answerOtherMethods(app);
  registerPanel(app, deps);
  app.notFound((c) => toProblemResponse(new ProblemError('not_found'), c.var.requestId));
  return app;
}
