import { buyerReports } from '@alyson/schema/tables';
import type { SQL } from 'drizzle-orm';
import { openBody, openHead } from '../../src/sealing/seal-report.ts';
import type { TestControlPlane } from './test-control-plane.ts';

/** Stored reports as they came: what is sealed in their rows is opened. */
export async function openReports({ db, deps }: TestControlPlane, which: SQL) {
  const rows = await db.select().from(buyerReports).where(which);
  return rows.map((row) => ({ ...row, ...openHead(deps.dataKeys, row), body: openBody(deps.dataKeys, row) }));
}
