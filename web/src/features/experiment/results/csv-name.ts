/** A file's name without its ending: `split-over-time_solar-quote_2026-11-05_2026-11-19`. */
export function csvName(what: string, experimentName: string, { from, to }: { from: string; to: string }): string {
  const experiment = experimentName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return [what, experiment, from.slice(0, 10), to.slice(0, 10)].filter(Boolean).join('_');
}
