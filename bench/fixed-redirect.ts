/**
 * The yardstick on Node: a server that answers every request with the same redirect.
 *
 * Usage: node fixed-redirect.ts <port> [<a port shared with others>]
 */
import { createServer, type RequestListener } from 'node:http';

const HEADERS = {
  location: 'https://lp.example.com/1?v=1&utm_content=102',
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex',
  'content-length': '0',
};

const redirect: RequestListener = (_, response) => {
  response.writeHead(302, HEADERS);
  response.end();
};

const [own, shared] = process.argv.slice(2).map(Number);
createServer(redirect).listen({ port: own, host: '127.0.0.1' });
if (shared !== undefined) createServer(redirect).listen({ port: shared, host: '127.0.0.1', reusePort: true });
