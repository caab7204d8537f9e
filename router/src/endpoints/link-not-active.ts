const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>This link is not active</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem; text-align: center; }
  h1 { margin: 0 0 .5rem; font-size: 1.25rem; font-weight: 600; }
  p { margin: 0; max-width: 32ch; opacity: .75; }
</style>
<h1>This link is not active</h1>
<p>The page it led to is not available right now. Nothing is wrong on your side.</p>
</html>
`;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

/** The deployment's default fallback: static, and without parameters. */
export const linkNotActive = (): Response => new Response(PAGE, { headers: HEADERS });
