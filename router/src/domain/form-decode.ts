const HEX_RUN = /(?:%[0-9a-f]{2})+/gi;

/**
 * Reads a raw name or value as a form does: `+` is a space, `%XX` are bytes of UTF-8. What is not valid, be it an escape
 * or UTF-8, stays as it stands: nothing throws and nothing is lost.
 */
export function formDecode(raw: string): string {
  if (!raw.includes('%')) return raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  return raw.replaceAll('+', ' ').replace(HEX_RUN, decodeRun);
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}
