import type { Instant } from '@alyson/schema';

/** Where events came from. */
export interface EventSource {
  workspaceId: string;
  buyerId: string;
  reportId: string;
  receivedAt: Instant;
}
