import { expect, test } from 'vitest';
import { readAnswer } from './read-answer.ts';

const success = (data: unknown) => ({ response: { status: 1, httpStatus: 200, data, errors: [], errorMessage: null } });
const offer = (id: string) => ({ Offer: { id } });

test.each([
  {
    given: 'a page',
    body: success({ page: 1, current: 0, count: 104, pageCount: 52, data: { '1': offer('1'), '3': offer('3') } }),
    answer: { kind: 'rows', rows: [offer('1'), offer('3')], pageCount: 52, count: 104 },
  },
  {
    given: 'all at once',
    body: success({ '62': offer('62') }),
    answer: { kind: 'rows', rows: [offer('62')], pageCount: null },
  },
  {
    given: 'an empty page',
    body: success({ page: 1, current: 0, count: 0, pageCount: 0, data: [] }),
    answer: { kind: 'rows', rows: [], pageCount: 0 },
  },
  { given: 'nothing at all', body: success([]), answer: { kind: 'rows', rows: [] } },
  { given: 'a scalar', body: success(true), answer: { kind: 'rows', rows: [] } },
  {
    given: 'a status as text',
    body: { response: { status: '1', data: [] } },
    answer: { kind: 'rows', rows: [] },
  },
  {
    given: 'an error under 200',
    body: { response: { status: -1, httpStatus: 200, data: '', errors: [{ publicMessage: 'Row id is negative' }] } },
    answer: { kind: 'refused', detail: 'Row id is negative' },
  },
  {
    given: 'errors as an object, and no status',
    body: { response: { errors: { publicMessage: 'Network id is not valid' }, link: 'x' } },
    answer: { kind: 'refused', detail: 'Network id is not valid' },
  },
  {
    given: 'err_msg',
    body: { response: { status: -1, errors: [{ err_code: 3, err_msg: 'Bad key' }] } },
    answer: { kind: 'refused', detail: 'Bad key' },
  },
  {
    given: 'the rate limit',
    body: {
      response: { status: -1, errors: [{ publicMessage: 'API usage exceeded rate limit.  Configured: 50/10s' }] },
    },
    answer: { kind: 'busy' },
  },
  { given: 'a page of HTML', body: '<html>', answer: { kind: 'unreadable' } },
  { given: 'null', body: null, answer: { kind: 'unreadable' } },
])('given $given, then $answer.kind', ({ body, answer }) => expect(readAnswer(body)).toMatchObject(answer));
