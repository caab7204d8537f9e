import { METHODS } from 'node:http';
import { aRequest, HOST, type RawRequest, withHeaders } from './raw-request.ts';

const LINK = '/r/fixed?utm_content=k&aff_sub=s';

const KNOWN = [...METHODS, 'TRACK', 'BREW', 'Get', 'get', 'GETX', 'GET:', 'G\x80T', 'HEAD\x00', '', '{}', 'PRI'];
const methods = KNOWN.map((method) => aRequest('methods', LINK, { method }));
const versions = [
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/1.11',
  'HTTP/2.0',
  'HTTP/3.0',
  'HTTP/9.9',
  'HTTP/1',
  'HTTP',
  'http/1.1',
  'HTTP/1.1 ',
  'HTTPS/1.1',
  'ICE/1.0',
  'HTTP/1.1\x00',
].map((version) => aRequest('versions', LINK, { version }));

const oldest = aRequest('versions', LINK, { version: 'HTTP/1.0', headers: [] });

const illegalBytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
  .filter((byte) => !/[\r\nA-Za-z0-9]/.test(byte))
  .flatMap((byte) => [
    aRequest('illegal bytes', `/r/plain?utm_content=a${byte}b&x=${byte}`),
    aRequest('illegal bytes', `/r/plain${byte}?utm_content=k`),
    aRequest('illegal bytes', `/r/macros-in-query?aff_sub=${byte}&a${byte}b=c`),
    withHeaders('illegal bytes', LINK, `Referer: https://a.example/${byte}`),
    withHeaders('illegal bytes', LINK, `X${byte}Y: evil`),
    aRequest('illegal bytes', '/r/plain?utm_content=k', { headers: [`Host: go${byte}x`] }),
  ]);

const framed = (body: string, ...lines: string[]) => aRequest('framing', LINK, { headers: [HOST, ...lines], body });
const framing = [
  framed('abc', 'Content-Length: 3'),
  framed('', 'Content-Length: 0'),
  framed('3\r\nabc\r\n0\r\n\r\n', 'Transfer-Encoding: chunked'),
  framed('0\r\nLocation: https://evil.example\r\n\r\n', 'Transfer-Encoding: chunked', 'Trailer: Location'),
  framed('0\r\n\r\n', 'Transfer-Encoding: gzip, chunked'),
  framed('0\r\n\r\n', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
  framed('0\r\n\r\n', 'Transfer-Encoding: chunked', 'Content-Length: 5'),
  framed('0\r\n\r\n', 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'),
  framed('', 'Transfer-Encoding: identity'),
  framed('', 'Transfer-Encoding: xchunked'),
  framed('', 'Transfer-Encoding : chunked'),
  framed('', 'Transfer-Encoding: \x0bchunked'),
  framed('zz\r\n\r\n', 'Transfer-Encoding: chunked'),
  framed(`0;${'x'.repeat(20_000)}\r\n\r\n`, 'Transfer-Encoding: chunked'),
  framed('ab', 'Content-Length: 1', 'Content-Length: 2'),
  framed('a', 'Content-Length: 1', 'Content-Length: 1'),
  framed('a', 'Content-Length: 1, 1'),
  framed('abc', 'Content-Length: +3'),
  framed('', 'Content-Length: -1'),
  framed('', 'Content-Length: 0x1'),
  framed('', 'Content-Length:'),
  framed('', 'Content-Length: 99999999999999999999'),
  framed('', 'Content-Length : 3'),
  framed('', 'X: evil', ' folded: evil'),
  framed('', 'X: a\rb'),
  framed('', 'evil'),
  framed('', ': evil'),
  framed('', ' X: evil'),
  framed('', 'Expect: 100-continue'),
  framed('', 'Expect: 200-ok'),
  framed(
    '',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ),
  framed('', 'Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAA'),
  framed('', 'Connection: close'),
  framed('', 'Connection: keep-alive, Host, Location'),
  aRequest('framing', LINK, { lineEnd: '\n' }),
  aRequest('framing', LINK, { lineEnd: '\r' }),
  aRequest('framing', ` ${LINK}`),
  aRequest('framing', `${LINK} HTTP/1.1 x`),
  aRequest('framing', LINK, { method: '\r\nGET' }),
  aRequest('framing', LINK, { method: ' GET' }),
  aRequest('framing', '', { method: 'PRI *', version: 'HTTP/2.0', body: 'SM\r\n\r\n', headers: [] }),
  aRequest('framing', '\x03\x01\x02\x00\x01', { method: '\x16', version: '\x03\x03' }),
  aRequest('framing', 'a', { method: 'hello', version: '', headers: [] }),
];

const tooLong = [
  aRequest('too long', `/r/plain?utm_content=k&long=${'x'.repeat(200_000)}`),
  withHeaders('too long', LINK, `Cookie: ${'x'.repeat(200_000)}`),
  aRequest('too long', `/r/plain?utm_content=k&long=${'x'.repeat(70_000)}\xe9`),
];

/** Requests at the edge of HTTP, and beyond it. */
export const framingAttacks: readonly RawRequest[] = [
  ...methods,
  ...versions,
  oldest,
  ...illegalBytes,
  ...framing,
  ...tooLong,
];
