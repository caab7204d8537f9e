import * as z from 'zod';
import { LinkHost } from './link.ts';
import { Timestamp } from './time.ts';

/** `www.example.com`, or `*.example.com` for every host below that one, which does not stand for `example.com` itself. */
export const LandingHostName = z
  .string()
  .refine(
    (host) => LinkHost.safeParse(host.replace(/^\*\./, '')).success,
    'must be a host such as www.example.com, or *.example.com for all below it; no https://, port or path',
  );

/** A host that the workspace's landing pages may stand on (C8). */
export const LandingHost = z.object({
  host: LandingHostName,
  /** Landing pages of its experiments that are not archived; while there are any it cannot be removed. */
  pages: z.int(),
  createdAt: Timestamp,
});
export type LandingHost = z.infer<typeof LandingHost>;

export const LandingHosts = z.object({
  items: z.array(LandingHost),
  /** Hosts of landing pages that are in use and not allowed: before there is a list, any host; later, older pages. */
  unlisted: z.array(z.object({ host: z.string(), pages: z.int() })),
});
export type LandingHosts = z.infer<typeof LandingHosts>;

const name = z.string().trim().toLowerCase().pipe(LandingHostName);

export const AllowLandingHosts = z.object({
  hosts: z.array(name).min(1, 'name one host or more').max(100),
});

/** Whether a host is one of these, or below one of them that says so. */
export const isHostListed = (hosts: readonly string[], host: string): boolean =>
  hosts.some((listed) => (listed.startsWith('*.') ? host.endsWith(listed.slice(1)) : host === listed));
