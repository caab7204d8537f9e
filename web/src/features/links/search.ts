import * as z from 'zod';

/** What the address of the list of links holds. */
export const linksSearch = z.object({ q: z.string().optional().catch(undefined) });
