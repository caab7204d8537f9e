import { createApiClient } from '@alyson/schema';
import { fetchInWorkspace } from './workspace-choice.ts';

/** The control plane, which serves the panel too: same origin, signed in by its session cookie. */
export const api = createApiClient({ baseUrl: '', fetch: fetchInWorkspace });
