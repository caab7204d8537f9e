/** The yardstick on Node: a server that answers every request with the same redirect. Usage: node fixed-redirect.ts <port> */
import { createServer } from 'node:http';

const HEADERS = {
  location: 'https://lp.example.com/1?v=1&utm_content=102',
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex',
  'content-length': '0',
};

createServer((_, response) => {
  response.writeHead(302, HEADERS);
  response.end();
}).listen(Number(process.argv[2]), '127.0.0.1');
