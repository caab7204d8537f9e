import * as z from 'zod';
import { LinkId } from './ids.ts';

/** How a link is addressed: our own path `/r/:slug`, or TUNE's `/aff_c?offer_id=…`. */
export const LinkKind = z.enum(['slug', 'tune_offer']);
export type LinkKind = z.infer<typeof LinkKind>;

/** What is hashed to choose an agent: the `utm_content`, or the click id where `utm_content` is constant. */
export const Unit = z.enum(['utm_content', 'click_id']);
export type Unit = z.infer<typeof Unit>;

export const SLUG = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
export const OFFER_ID = /^[1-9][0-9]{0,9}$/;

/** A link maps an inbound address to an experiment. */
export const Link = z.object({
  id: LinkId,
  kind: LinkKind,
  /** The slug, or TUNE's offer id. */
  value: z.string(),
  unit: Unit,
});
export type Link = z.infer<typeof Link>;

export const NewLink = z
  .object({ kind: LinkKind, value: z.string().trim(), unit: Unit.default('utm_content') })
  .superRefine(({ kind, value }, context) => {
    if (value === '') {
      context.addIssue({ code: 'custom', path: ['value'], message: 'is missing' });
      return;
    }
    if (kind === 'slug' && !SLUG.test(value))
      context.addIssue({
        code: 'custom',
        path: ['value'],
        message: 'must be 1 to 100 letters, digits, - or _, beginning with a letter or digit',
      });
    if (kind === 'tune_offer' && !OFFER_ID.test(value))
      context.addIssue({ code: 'custom', path: ['value'], message: "must be TUNE's offer id, a whole number above 0" });
  });
export type NewLink = z.infer<typeof NewLink>;

/** The deployment's own host in a link's address; a brand's own host stands there by name. */
export const OWN_HOST = '*';

/** The key under which a bundle holds a link: `go.brand.com/aff_c/1048`, or with `OWN_HOST` for the host. */
export const linkAddress = (host: string, kind: LinkKind, value: string): string =>
  kind === 'slug' ? `${host}/r/${value}` : `${host}/aff_c/${value}`;

/** The path and query of a link as it is given to affiliates, relative to the router's address. */
export const linkPath = (link: Pick<Link, 'kind' | 'value'>): string =>
  link.kind === 'slug' ? `/r/${link.value}` : `/aff_c?offer_id=${link.value}&aff_id=`;
