import { describe, expect, test } from 'vitest';
import { checkLanding } from './check-landing.ts';
import type { Visit } from './visits.ts';

const ID = 'a00000000000000000000000000000';
const visitWith = (query: string): Visit => ({
  number: 1,
  atMs: 0,
  kind: 'person',
  affiliateId: 77,
  path: '/r/demo',
  query,
  headers: {},
  isReportedEarly: false,
});
const PAGE = 'https://www.example.com';

describe('checkLanding', () => {
  test.each([
    ['the same bytes', 'utm_content=a+b%2fc&x=1&x=1', `${PAGE}/short-form?utm_content=a+b%2fc&x=1&x=1`, 'a+b%2fc'],
    ['a name that the page fixes', 'lp=mine&utm_content=k', `${PAGE}/quiz?lp=quiz&click=${ID}&utm_content=k`, 'k'],
    ['a macro and a key of the page', 'utm_content=k', `${PAGE}/calculator?lp=calc&aff=77&utm_content=k`, 'k'],
    ['a fragment', 'utm_content=k', `${PAGE}/story?lp=story&utm_content=k#start`, 'k'],
    ['a placeholder', 'utm_content={subid}&z=1', `${PAGE}/short-form?utm_content=${ID}&z=1`, ID],
    ['no key but a transaction', 'transaction_id=t1', `${PAGE}/short-form?transaction_id=t1&utm_content=t1`, 't1'],
    ['bytes beyond ASCII', 'c=\u00c3\u00a3&utm_content=k', `${PAGE}/short-form?c=%C3%A3&utm_content=k`, 'k'],
  ])('given %s, then the address is right', (_, query, location, key) =>
    expect(checkLanding(visitWith(query), location)).toMatchObject({ key }),
  );

  test.each([
    ['a key in another encoding', 'utm_content=a+b', `${PAGE}/short-form?utm_content=a%20b`],
    ['another order', 'x=1&utm_content=k', `${PAGE}/short-form?utm_content=k&x=1`],
    ['a lost duplicate', 'x=1&x=1&utm_content=k', `${PAGE}/short-form?x=1&utm_content=k`],
    ['a placeholder carried', 'utm_content={subid}', `${PAGE}/short-form?utm_content={subid}`],
    ['a lost fragment', 'utm_content=k', `${PAGE}/story?lp=story&utm_content=k`],
    ['another host', 'utm_content=k', 'https://elsewhere.example/short-form?utm_content=k'],
  ])('given %s, then it is a fault', (_, query, location) =>
    expect(checkLanding(visitWith(query), location)).toHaveProperty('fault'),
  );
});
