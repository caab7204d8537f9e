import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveState, startLiveUpdates } from './live-updates.ts';

/** The browser's stream, played by hand. */
class Stream {
  static opened: Stream[] = [];
  static readonly CLOSED = 2;
  readyState = 0;
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;

  constructor() {
    Stream.opened.push(this);
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
  /** `refused`: the browser gives up; else it tries again by itself. */
  fail(how: 'refused' | 'broken') {
    this.readyState = how === 'refused' ? Stream.CLOSED : 0;
    this.onerror();
  }
  note(change: object) {
    this.onmessage({ data: JSON.stringify({ id: 'a.1', experimentIds: [], count: 1, ...change }) });
  }
  close() {
    this.readyState = Stream.CLOSED;
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const show = (visibilityState: 'visible' | 'hidden') => {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
};
const stream = () => {
  const newest = Stream.opened.at(-1);
  if (!newest) throw new Error('no stream was opened');
  return newest;
};

let invalidated: ReturnType<typeof vi.spyOn>;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', page);
  vi.stubGlobal('navigator', {});
  Stream.opened = [];
  page.visibilityState = 'visible';
  const queryClient = new QueryClient();
  invalidated = vi.spyOn(queryClient, 'invalidateQueries');
  stop = startLiveUpdates(queryClient, 'ws_1');
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('given many clicks in a moment, then clicks are read again once (C10)', () => {
  stream().open();
  for (let i = 0; i < 50; i += 1) stream().note({ topic: 'click', experimentIds: ['exp_1'] });
  vi.advanceTimersByTime(500);
  expect(invalidated.mock.calls).toEqual([[{ queryKey: ['clicks'] }, { cancelRefetch: false }]]);
});

test('given a stream that breaks, then the browser takes it up, and nothing is read twice', () => {
  stream().open();
  stream().fail('broken');
  expect(liveState.get().kind).toBe('reconnecting');
  stream().open();
  expect([liveState.get().kind, Stream.opened.length, invalidated.mock.calls.length]).toEqual(['live', 1, 0]);
});

test('given three failures, then everything shown is read every 15 s until the stream is back', () => {
  stream().fail('refused');
  vi.advanceTimersByTime(1_000);
  stream().fail('refused');
  vi.advanceTimersByTime(2_000);
  stream().fail('refused');
  expect([liveState.get().kind, Stream.opened.length]).toEqual(['polling', 3]);
  invalidated.mockClear();
  vi.advanceTimersByTime(15_000);
  expect(invalidated).toHaveBeenCalledTimes(1);
  stream().open();
  expect(liveState.get().kind).toBe('live');
  vi.advanceTimersByTime(60_000);
  expect(invalidated).toHaveBeenCalledTimes(2);
});

test('given a tab hidden for a minute, then its stream is let go, and on return what is shown is read again', () => {
  stream().open();
  show('hidden');
  vi.advanceTimersByTime(60_000);
  expect([liveState.get().kind, stream().readyState]).toEqual(['paused', Stream.CLOSED]);
  show('visible');
  stream().open();
  expect([liveState.get().kind, Stream.opened.length]).toEqual(['live', 2]);
  expect(invalidated).toHaveBeenCalledTimes(1);
});

test('given a tab hidden for a moment, then its stream stays', () => {
  stream().open();
  show('hidden');
  vi.advanceTimersByTime(59_000);
  show('visible');
  vi.advanceTimersByTime(60_000);
  expect(Stream.opened).toHaveLength(1);
});

test('given a page that is left and returned to, then it holds no stream meanwhile', () => {
  stream().open();
  page.dispatchEvent(new Event('pagehide'));
  expect(stream().readyState).toBe(Stream.CLOSED);
  page.dispatchEvent(new Event('pageshow'));
  stream().open();
  expect([liveState.get().kind, Stream.opened.length]).toEqual(['live', 2]);
});

test('given a note that cannot be read, then nothing breaks', () => {
  stream().open();
  stream().onmessage({ data: '{"topic":"new things"}' });
  expect(liveState.get().kind).toBe('live');
});
