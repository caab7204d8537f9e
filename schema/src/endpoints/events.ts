import type { Permission } from '../access.ts';

/** The stream of changes (C10), which answers no JSON and stays open: each event is a `ChangeEvent`. */
export const changeStream = {
  method: 'get',
  path: '/v1/events',
  summary: 'Notes that something changed, as server-sent events; never the data itself',
  permission: 'experiment:read' satisfies Permission,
} as const;
