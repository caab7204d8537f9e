import { type endpoints, invalidField, PERMISSIONS_OF_ROLE, type Permission } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Actor, Context } from '../../context.ts';
import { hashToken } from '../../http/authenticate.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { findExpiry, insertApiToken } from './api-tokens.store.ts';
import { showApiToken } from './list-api-tokens.ts';

type CreateApiToken = typeof endpoints.createApiToken;

const SECRET_BYTES = 32;

/** Found again in a log or a repository by those who look for lost secrets. */
const PREFIX = 'alyson_';
const SHOWN_OF_IT = 4;

/**
 * Makes a token for a program. It may do no more than its maker, and one made by a token lives no longer than that. The
 * secret is in this answer and nowhere else.
 *
 * @throws ProblemError `validation_failed`
 */
export async function createApiToken(ctx: Context, { body }: Input<CreateApiToken>): Promise<Answer<CreateApiToken>> {
  const permissions = permissionsOf(body, ctx.actor);
  const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
  await refuseExpiry(ctx, expiresAt);
  const secret = PREFIX + Buffer.from(ctx.randomBytes(SECRET_BYTES)).toString('base64url');
  const { actor } = ctx;
  return ctx.db.transaction(async (tx) => {
    const made = await insertApiToken(tx, {
      id: ctx.newId('apiToken'),
      workspaceId: ctx.workspaceId,
      name: body.name,
      tokenSha256: hashToken(secret),
      permissions,
      createdAt: new Date(ctx.now()),
      expiresAt,
      ending: secret.slice(-SHOWN_OF_IT),
      createdByKind: actor.kind,
      createdById: actor.id,
      createdByName: actor.name,
    });
    const apiToken = showApiToken(made);
    await appendAudit(tx, ctx, {
      action: 'api_token.created',
      objectId: made.id,
      objectName: made.name,
      after: { name: made.name, permissions, expiresAt: apiToken.expiresAt },
    });
    return { apiToken, secret };
  });
}

function permissionsOf({ role, permissions = [] }: Input<CreateApiToken>['body'], actor: Actor): Permission[] {
  const wanted = role === undefined ? [...new Set(permissions)] : [...PERMISSIONS_OF_ROLE[role]];
  const beyond = wanted.filter((permission) => !actor.permissions.includes(permission));
  if (beyond.length > 0)
    throw invalidField(
      role === undefined ? '#/permissions' : '#/role',
      `would allow more than you may yourself: ${beyond.join(', ')}`,
    );
  return wanted;
}

async function refuseExpiry({ actor, db, now }: Context, expiresAt: Date | null): Promise<void> {
  if (expiresAt !== null && expiresAt.getTime() <= now()) throw invalidField('#/expiresAt', 'is over already');
  if (actor.kind !== 'token' || actor.id === null) return;
  const own = await findExpiry(db, actor.id);
  if (own !== null && (expiresAt === null || expiresAt > own))
    throw invalidField('#/expiresAt', `must not be after ${own.toISOString()}, when the token that asks expires`);
}
