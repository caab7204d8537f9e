import * as z from 'zod';

/** A person's role in a workspace. */
export const Role = z.enum(['viewer', 'editor', 'admin']);
export type Role = z.infer<typeof Role>;

/**
 * What an endpoint may ask for. `edge:*` and `worker:*` belong to the parts themselves, never to a person;
 * `deployment:admin` comes with no role, but with a person or the token that the deployment is configured with.
 */
export const PERMISSIONS = [
  'experiment:read',
  'experiment:write',
  'buyer:read',
  'buyer:admin',
  'destination:read',
  'destination:admin',
  'host:admin',
  'tune:admin',
  'audit:read',
  'member:read',
  'member:admin',
  'token:admin',
  'workspace:admin',
  'deployment:admin',
  'edge:deliver',
  'worker:grade',
] as const;
export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

const VIEWER: readonly Permission[] = [
  'experiment:read',
  'buyer:read',
  'destination:read',
  'audit:read',
  'member:read',
];
const EDITOR: readonly Permission[] = [...VIEWER, 'experiment:write'];

/** What each role may do; a program's token names its permissions instead. */
export const PERMISSIONS_OF_ROLE: Record<Role, readonly Permission[]> = {
  viewer: VIEWER,
  editor: EDITOR,
  admin: [
    ...EDITOR,
    'buyer:admin',
    'destination:admin',
    'host:admin',
    'tune:admin',
    'member:admin',
    'token:admin',
    'workspace:admin',
  ],
};

/** Whoever makes a change: a person, a program, an accepted grading run, or the control plane itself. */
export const ActorKind = z.enum(['user', 'token', 'optimizer', 'system']);
export type ActorKind = z.infer<typeof ActorKind>;

/** The caller, as the panel needs it: who, where, and what the interface should offer. The server enforces all the same. */
export const Me = z.object({
  actor: z.object({
    kind: ActorKind.extract(['user', 'token']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
  }),
  workspace: z.object({
    id: z.string(),
    name: z.string(),
    timezone: z.string(),
    currency: z.string(),
    needsApproval: z.boolean(),
  }),
  role: Role.nullable(),
  permissions: z.array(Permission),
  /** Where affiliates' links point to: the router's public address, without a slash at its end. */
  routerUrl: z.string(),
  /** Where buyers report to: the control plane's public address. */
  apiUrl: z.string(),
  /** Which engine runs the grading: Temporal, or the default runner. */
  runEngine: z.enum(['temporal', 'in_process']),
});
export type Me = z.infer<typeof Me>;
