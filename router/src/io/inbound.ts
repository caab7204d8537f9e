/** A request as the click path sees it: nothing parsed, nothing re-encoded. Each platform has its own way to it. */
export interface Inbound {
  readonly method: string;
  /** Path and query as they came, e.g. `/aff_c?offer_id=7&utm_content=a+b`. */
  readonly target: string;
  /** One header's value by its lower-case name. */
  header(name: string): string | null;
  /** The visitor's address as the platform saw it. No header of the visitor's can set it. */
  readonly address: string | null;
  readonly place: Place;
  /** Where the request was answered: a Cloudflare location, or this machine's name (R22). */
  readonly edge: string;
}

/** Where the platform believes the visitor to be. */
export interface Place {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
}

export const NOWHERE: Place = { country: null, region: null, city: null };
