/** `/v1/runs/{runId}` as Hono writes it: `/v1/runs/:runId`. */
export const toHonoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
