import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv, type Plugin } from 'vite';

/** The panel is a static site beside the API: built to `web/dist`, and served in development with the API behind it. */
export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, '.', 'ALYSON_')['ALYSON_API_URL'] ?? 'http://localhost:8788';
  // The sign-in accepts requests of the panel's own origin only, which in development is this server's.
  const proxy = { target: api, headers: { origin: new URL(api).origin } };
  return {
    plugins: [react(), tailwindcss(), preloadTextFont()],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2024',
      // A strict content policy refuses data: addresses.
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              // zod and its setting in one file: whatever makes a schema, in whichever chunk, finds the setting made.
              { name: 'zod', test: /node_modules\/zod\/|lib\/zod-jitless/ },
              // What several pages share comes as one file, not as forty.
              { name: 'ui', test: /\/web\/src\/(ui\/(?!charts\/)|lib\/)|lucide-react/, minShareCount: 3 },
            ],
          },
        },
      },
    },
    server: { port: 5173, proxy: { '/v1': proxy, '/webhooks': proxy, '/openapi.json': proxy } },
  };
});

/** Asks for the font of all text together with the page, and not only once its styles are there. */
function preloadTextFont(): Plugin {
  return {
    name: 'preload-text-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => /instrument-sans[^/]*\.woff2$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
            injectTo: 'head',
          })),
    },
  };
}
