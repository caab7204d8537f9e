/** Segment's requests as they came: long enough to read them again when a workspace finds out what they mean. */
export const KEPT_CALLS_DAYS = 7;

/**
 * Messages that mean a step: so long a repeat is known by its id, and so long one waits for its click. A step of a click is
 * counted once however long ago it was.
 */
export const KEPT_PAGE_EVENTS_DAYS = 35;

/** Names that nothing has come under since are not shown any more. */
export const KEPT_NAMES_DAYS = 30;
