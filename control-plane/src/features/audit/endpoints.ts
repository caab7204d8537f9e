import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { AUDIT_COLUMNS } from './audit-columns.ts';
import { getAuditEntry } from './get-audit-entry.ts';
import { listAudit } from './list-audit.ts';

export function registerAudit(app: App): void {
  mount(app, endpoints.getAuditEntry, (ctx, { params }) => getAuditEntry(ctx, params.auditEntryId));
  mount(app, endpoints.listAudit, (ctx, { query }) => listAudit(ctx, query), { csv: AUDIT_COLUMNS });
}
