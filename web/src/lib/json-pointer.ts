/**
 * A problem's pointer as a form's path: `#/agents/0/landingUrl` is `agents.0.landingUrl`.
 *
 * @returns null for a pointer to the whole body, or one that cannot be read
 */
export function pointerToPath(pointer: string): string | null {
  const [, tokens] = /^#?\/(.+)$/.exec(pointer) ?? [];
  if (!tokens) return null;
  return tokens
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
