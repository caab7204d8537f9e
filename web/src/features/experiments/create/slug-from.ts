const MOST_CHARACTERS = 60;

/** A slug that says what a name says: `Solar quote, US mobile` gives `solar-quote-us-mobile`. */
export function slugFrom(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_CHARACTERS)
    .replace(/^-+|-+$/g, '');
}
