import * as z from 'zod';
import { Timestamp } from './time.ts';

/**
 * What the checker found on a landing page, and how grave it is. `failing`: visitors do not get the page.
 * `attention`: they do, but somebody should look. `note`: as it should be, and worth knowing.
 */
export const PAGE_FINDINGS = {
  /** 404, 410, 5xx and the like. */
  bad_status: 'failing',
  /** Its name is not known, nothing answers there, or not in time. */
  unreachable: 'failing',
  /** The certificate is expired, for another name, or from nobody known. */
  tls: 'failing',
  /** It, or where it redirects to, is at an address that no visitor can reach. */
  not_public: 'failing',
  /** Further than five redirects, or in circles. */
  too_many_redirects: 'failing',
  /** 401, 403 or 429: perhaps to the checker only. */
  checker_refused: 'attention',
  /** It redirects to where the checker does not follow: http, or a port of its own. */
  not_followed: 'attention',
  /** It redirects to a host that the workspace does not allow. */
  other_host: 'attention',
  key_lost: 'attention',
  key_altered: 'attention',
  slow: 'attention',
  redirected: 'note',
} as const;

export const PageFindingKind = z.enum(
  Object.keys(PAGE_FINDINGS) as [keyof typeof PAGE_FINDINGS, ...(keyof typeof PAGE_FINDINGS)[]],
);
export type PageFindingKind = z.infer<typeof PageFindingKind>;

export const PageFinding = z.object({
  kind: PageFindingKind,
  /** A sentence for people, such as `It answered 404.` Never a part of the page. */
  detail: z.string(),
});
export type PageFinding = z.infer<typeof PageFinding>;

/** `failing` only after two failures in a row; one alone changes nothing. */
export const PageState = z.enum(['unchecked', 'ok', 'attention', 'failing']);
export type PageState = z.infer<typeof PageState>;

/** What the checker knows of a landing page (C8). */
export const PageHealth = z.object({
  state: PageState,
  /** Of this state. */
  since: Timestamp,
  checkedAt: Timestamp.nullable(),
  nextCheckAt: Timestamp,
  /** Of the newest check, gravest first; while the state is not `failing` they may hold a first failure. */
  findings: z.array(PageFinding),
  /** It cannot be reached, and nor can any other page: the fault may be the checker's own way out. */
  isCutOff: z.boolean(),
  /** Of the last answer; null where there was none. */
  status: z.int().nullable(),
  /** Of the newest check, all redirects together. */
  tookMs: z.int().nullable(),
  redirects: z.int().nullable(),
  /** Where its redirects end, without the query; null where it does not redirect. */
  finalUrl: z.string().nullable(),
});
export type PageHealth = z.infer<typeof PageHealth>;

/** Why an agent is off; null: a person or program turned it off, or it is on. */
export const OffCause = z.enum(['page_failing']);
export type OffCause = z.infer<typeof OffCause>;
