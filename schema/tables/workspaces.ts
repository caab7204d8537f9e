import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ActorKind, Permission, Role } from '../src/access.ts';
import { instant } from './columns.ts';

/** A team or client. Every row of the product belongs to one, and nobody sees another's. */
export const workspaces = pgTable('workspaces', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Where clicks go that no experiment of this workspace can take; null: the deployment's own fallback. */
  fallbackUrl: text('fallback_url'),
  timezone: text('timezone').notNull().default('UTC'),
  currency: text('currency').notNull().default('USD'),
  /** Of the settings: a write names the one it was based on. */
  version: integer('version').notNull().default(1),
  /** Whether a second person must approve what alters where a live experiment's clicks go (C9). */
  needsApproval: boolean('needs_approval').notNull().default(false),
  /** How long a click is kept; what is counted of it, and its money, stay (R24). */
  clickRetentionDays: integer('click_retention_days').notNull().default(400),
  createdAt: instant('created_at').notNull(),
});

/** Hosts with links of their own. A host belongs to one workspace, and selects it (R3). */
export const workspaceHosts = pgTable(
  'workspace_hosts',
  {
    host: text('host').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('workspace_hosts_by_workspace').on(table.workspaceId)],
);

// The next four belong to the sign-in library, in its shape.
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  /** May make workspaces. Not the library's; it gives no sight of a workspace that one does not belong to. */
  isDeploymentAdmin: boolean('is_deployment_admin').notNull().default(false),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    token: text('token').notNull().unique(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    /** The identity provider that vouched for whoever began it; null: they gave a password. */
    identityIssuer: text('identity_issuer'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
);

export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('accounts_by_user').on(table.userId),
    uniqueIndex('accounts_by_provider').on(table.providerId, table.accountId),
  ],
);

export const verifications = pgTable(
  'verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('verifications_by_identifier').on(table.identifier)],
);

/** Who may do what where. */
export const memberships = pgTable(
  'memberships',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** To within some minutes. */
    lastSeenAt: instant('last_seen_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    index('memberships_by_user').on(table.userId),
  ],
);

/** A program's credential. Only its SHA-256 is kept. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    tokenSha256: text('token_sha256').notNull(),
    permissions: text('permissions').array().$type<Permission[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
    /** Null: it does not expire. */
    expiresAt: instant('expires_at'),
    /** To within a minute. */
    lastUsedAt: instant('last_used_at'),
    /** The last characters, to tell tokens apart by; null of those older than this. */
    ending: text('ending'),
    /** Who made it, by a name that stays when they go. */
    createdByKind: text('created_by_kind').$type<ActorKind>(),
    createdById: text('created_by_id'),
    createdByName: text('created_by_name'),
    /** Of a token that the configuration holds: which. Its value follows the configuration at every start. */
    configuredAs: text('configured_as').$type<'edge' | 'worker' | 'admin'>(),
  },
  (table) => [
    uniqueIndex('api_tokens_by_hash').on(table.tokenSha256),
    uniqueIndex('api_tokens_by_configuration').on(table.configuredAs),
    index('api_tokens_by_workspace').on(
      table.workspaceId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

/**
 * A link that works once: an invite into a workspace with a role, or the reset of a password. Only the SHA-256 of its secret
 * is kept.
 */
export const accountLinks = pgTable(
  'account_links',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<'invite' | 'reset'>().notNull(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    email: text('email').notNull(),
    /** Of an invite. */
    role: text('role').$type<Role>(),
    /** Of a reset. */
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    secretSha256: text('secret_sha256').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    uniqueIndex('account_links_by_secret').on(table.secretSha256),
    index('account_links_by_workspace').on(
      table.workspaceId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('account_links_by_email').on(table.email),
    index('account_links_by_user').on(table.userId),
  ],
);
