import * as z from 'zod';
import { AttentionItem } from '../attention.ts';
import { endpoint } from './endpoint.ts';

export const attentionEndpoints = {
  listAttention: endpoint({
    method: 'get',
    path: '/v1/attention',
    summary: 'What was noticed and is not over, newest first; two hundred at most',
    permission: 'buyer:read',
    response: z.object({ items: z.array(AttentionItem) }),
    problems: [],
  }),
} as const;
