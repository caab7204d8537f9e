import { landingHosts } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import type { AllowedHosts } from '../domain/landing-hosts.ts';
import type { Database } from '../io/database.ts';

export async function readAllowedHosts(db: Database, workspaceId: string): Promise<AllowedHosts> {
  const rows = await db
    .select({ host: landingHosts.host })
    .from(landingHosts)
    .where(eq(landingHosts.workspaceId, workspaceId))
    .orderBy(asc(landingHosts.host));
  return rows.map(({ host }) => host);
}
