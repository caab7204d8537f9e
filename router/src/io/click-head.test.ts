import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClickHead } from './click-head.ts';

const headOf = (target: string, ...headers: string[]) =>
  [`GET ${target} HTTP/1.1`, 'Host: go.example', ...headers, '', ''].join('\r\n');

describe('a head that a parser of HTTP refused', () => {
  test.each([
    ['a letter in Latin-1', '/r/a?x=\xe9', '/r/a?x=%E9'],
    ['a letter in UTF-8', '/r/a?x=\xc3\xa9', '/r/a?x=%C3%A9'],
    ['a space', '/r/a?x=a b&utm_content=k', '/r/a?x=a%20b&utm_content=k'],
    ['what looks like an end', '/r/a?x= HTTP/1.1&y', '/r/a?x=%20HTTP/1.1&y'],
    ['spaces around', '  /r/a?x=\xe9 y  ', '/r/a?x=%E9%20y'],
    ['a NUL, a tab and DEL', '/r/a?x=\0\t\x7f', '/r/a?x=%00%09%7F'],
    ['all that may stand', '/r/a?x=%zz%2f+"<>{}|\\^`#', '/r/a?x=%zz%2f+"<>{}|\\^`#'],
  ])('R12, R18: given %s in its target, then it is carried byte by byte', (_, target, read) => {
    expect(readClickHead(headOf(target))).toMatchObject({ method: 'GET', target: read });
  });

  test('R18: given control characters in a header, then its headers are as they came', () => {
    const head = readClickHead(headOf('/r/a', 'Referer: a\x01b', 'X:y', 'Cookie: a=1', 'cookie: b=2', 'x: z'));
    expect(head?.headers).toEqual({ host: 'go.example', referer: 'a\x01b', x: 'y', cookie: 'a=1; b=2' });
  });

  test.each([
    ['a length', headOf('/r/\xe9', 'Content-Length: 0')],
    ['a length in other letters', headOf('/r/\xe9', 'cOnTeNt-LeNgTh: 3')],
    ['a transfer coding', headOf('/r/\xe9', 'Transfer-Encoding: chunked')],
    ['a space before a colon', headOf('/r/\xe9', 'Transfer-Encoding : chunked')],
    ['a folded line', headOf('/r/\xe9', 'X: a', ' Content-Length: 3')],
    ['a bare LF', headOf('/r/\xe9', 'X: a\nContent-Length: 3')],
    ['a bare CR', headOf('/r/\xe9', 'X: a\rContent-Length: 3')],
    ['a line without a name', headOf('/r/\xe9', ': a')],
    ['a line without a colon', headOf('/r/\xe9', 'a')],
    ['two Hosts', headOf('/r/\xe9', 'Host: evil.example')],
    ['no Host', 'GET /r/\xe9 HTTP/1.1\r\n\r\n'],
    ['another method', headOf('/r/\xe9').replace('GET', 'POST')],
    ['another version', headOf('/r/\xe9').replace('1.1', '2.0')],
    ['no end', headOf('/r/\xe9').slice(0, -2)],
    ['nothing', ''],
  ])('given %s, then it is not guessed at', (_, text) => {
    expect(readClickHead(text)).toBeNull();
  });

  test('R17: given any bytes, then what is read is a line of visible characters, and never throws', () => {
    const anyBytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(anyBytes, anyBytes, (target, header) => {
        const head = readClickHead(headOf(`/r/a?${target}`, `X: ${header}`));
        if (head) expect(head.target).toMatch(/^\/r\/a\?[\x21-\x7e]*$/);
      }),
    );
  });
});
