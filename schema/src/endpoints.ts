import { accountEndpoints } from './endpoints/account.ts';
import { apiTokensEndpoints } from './endpoints/api-tokens.ts';
import { attentionEndpoints } from './endpoints/attention.ts';
import { auditEndpoints } from './endpoints/audit.ts';
import { buyersEndpoints } from './endpoints/buyers.ts';
import { clicksEndpoints } from './endpoints/clicks.ts';
import { destinationsEndpoints } from './endpoints/destinations.ts';
import { exchangeRatesEndpoints } from './endpoints/exchange-rates.ts';
import { experimentsEndpoints } from './endpoints/experiments.ts';
import { explanationsEndpoints } from './endpoints/explanations.ts';
import { hostsEndpoints } from './endpoints/hosts.ts';
import { ipDataEndpoints } from './endpoints/ip-data.ts';
import { landingHostsEndpoints } from './endpoints/landing-hosts.ts';
import { linksEndpoints } from './endpoints/links.ts';
import { mappingReplaysEndpoints } from './endpoints/mapping-replays.ts';
import { mappingsEndpoints } from './endpoints/mappings.ts';
import { membersEndpoints } from './endpoints/members.ts';
import { pageChecksEndpoints } from './endpoints/page-checks.ts';
import { proposedChangesEndpoints } from './endpoints/proposed-changes.ts';
import { rampsEndpoints } from './endpoints/ramps.ts';
import { releasesEndpoints } from './endpoints/releases.ts';
import { resultsEndpoints } from './endpoints/results.ts';
import { runsEndpoints } from './endpoints/runs.ts';
import { schedulesEndpoints } from './endpoints/schedules.ts';
import { segmentEndpoints } from './endpoints/segment.ts';
import { templatesEndpoints } from './endpoints/templates.ts';
import { tuneEndpoints } from './endpoints/tune.ts';
import { workspacesEndpoints } from './endpoints/workspaces.ts';

export type { Endpoint } from './endpoints/endpoint.ts';
export { changeStream } from './endpoints/events.ts';

/**
 * Every endpoint of the control plane that answers in JSON, once: the server's validation, OpenAPI and the clients are made from it.
 * Outside it stand the sign-in (`/v1/auth/*`), the stream of changes (`GET /v1/events`), buyers' webhooks
 * (`POST /webhooks/{endpointId}`, raw bytes), Segment's (`POST /segment/{sourceId}`) and health.
 */
export const endpoints = {
  ...accountEndpoints,
  ...membersEndpoints,
  ...apiTokensEndpoints,
  ...workspacesEndpoints,
  ...experimentsEndpoints,
  ...templatesEndpoints,
  ...proposedChangesEndpoints,
  ...linksEndpoints,
  ...hostsEndpoints,
  ...ipDataEndpoints,
  ...landingHostsEndpoints,
  ...pageChecksEndpoints,
  ...resultsEndpoints,
  ...explanationsEndpoints,
  ...releasesEndpoints,
  ...rampsEndpoints,
  ...runsEndpoints,
  ...schedulesEndpoints,
  ...clicksEndpoints,
  ...buyersEndpoints,
  ...segmentEndpoints,
  ...exchangeRatesEndpoints,
  ...destinationsEndpoints,
  ...mappingsEndpoints,
  ...attentionEndpoints,
  ...mappingReplaysEndpoints,
  ...auditEndpoints,
  ...tuneEndpoints,
} as const;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
