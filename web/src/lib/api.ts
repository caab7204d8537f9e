import { createApiClient } from '@alyson/schema';

/** The control plane, which serves the panel too: same origin, signed in by its session cookie. */
export const api = createApiClient({ baseUrl: '', fetch: (...request) => fetch(...request) });
