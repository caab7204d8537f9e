/** The links of a world stand at this offer and the ones after it. */
export const FIRST_OFFER = 1_048;

/**
 * Makes the targets of clicks, as affiliates' links are. Each goes to one of the links, wherever that lies in memory, with a
 * unit of its own.
 *
 * @param queryBytes  of each, to a byte or two; 85 at least
 */
export function createTargets(links: number, queryBytes: number): (click: number) => string {
  const queryOf = (click: number) =>
    `offer_id=${FIRST_OFFER + ((click * 7_919) % links)}&aff_id=${1_000 + (click % 30)}` +
    `&source=fb&utm_content=102${click.toString(16).padStart(27, '0')}`;
  const padding = padTo(queryBytes - queryOf(0).length);
  return (click) => `/aff_c?${queryOf(click)}${padding}`;
}

/** Parameters that the router has no use for. */
function padTo(bytes: number): string {
  let padding = '';
  for (let i = 0; padding.length < bytes; i += 1) padding += `&field_${i}=value+of+${i}`;
  return padding.slice(0, Math.max(0, bytes));
}
