import type { Role } from '@alyson/schema';

/** What each role may do, in the panel's words. */
export const ROLES: readonly { value: Role; label: string; description: string }[] = [
  { value: 'viewer', label: 'Viewer', description: 'Reads everything, tests clicks, copies and exports.' },
  { value: 'editor', label: 'Editor', description: 'Also creates experiments, publishes, holds and rolls back.' },
  { value: 'admin', label: 'Admin', description: 'Also manages members, API tokens, buyers and hosts.' },
];
