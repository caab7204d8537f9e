import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveMessage } from './change-stream.ts';
import { joinSharedStream } from './shared-stream.ts';

/** The browser's stream, played by hand. */
class Stream {
  static opened: Stream[] = [];
  static readonly CLOSED = 2;
  readyState = 0;
  readonly url: string;
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;
  constructor(url: string) {
    this.url = url;
    Stream.opened.push(this);
  }
  note(id: string) {
    this.onmessage({ data: JSON.stringify({ id, topic: 'click', experimentIds: [], count: 1 }) });
  }
  close() {
    this.readyState = Stream.CLOSED;
  }
}

interface Tab {
  heard: LiveMessage[];
  lastId: string | null;
  leave: () => void;
}

let tabs: Tab[];

function openTab(): Tab {
  const tab: Tab = { heard: [], lastId: null, leave: () => undefined };
  const tell = (message: LiveMessage) => {
    tab.heard.push(message);
    if (message.kind === 'note') tab.lastId = message.note.id;
  };
  tab.leave = joinSharedStream('tabs', () => tab.lastId, tell);
  tabs.push(tab);
  return tab;
}

const open = () => Stream.opened.filter(({ readyState }) => readyState !== Stream.CLOSED);
const idsOf = ({ heard }: Tab) => heard.flatMap((message) => (message.kind === 'note' ? message.note.id : []));

beforeEach(() => {
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('navigator', { locks: fakeLocks() });
  Stream.opened = [];
  tabs = [];
});
afterEach(() => {
  for (const { leave } of tabs) leave();
  vi.unstubAllGlobals();
});

test('given six tabs, then one of them has the stream, and all hear what it hears', async () => {
  const six = Array.from({ length: 6 }, openTab);
  await vi.waitFor(() => expect(open()).toHaveLength(1));
  open()[0]?.onopen();
  open()[0]?.note('a.1');
  await vi.waitFor(() => expect(six.map(idsOf)).toEqual(six.map(() => ['a.1'])));
  expect(open()).toHaveLength(1);
});

test('given the tab with the stream is closed, then another goes on where it ended', async () => {
  const [first, second] = [openTab(), openTab()];
  await vi.waitFor(() => expect(open()).toHaveLength(1));
  open()[0]?.note('a.7');
  await vi.waitFor(() => expect(idsOf(second)).toEqual(['a.7']));
  first.leave();
  await vi.waitFor(() => expect(open().map(({ url }) => url)).toEqual(['/v1/events?after=a.7']));
  open()[0]?.note('a.8');
  expect(idsOf(second)).toEqual(['a.7', 'a.8']);
});

test('given a tab that comes later, then it is told how things are', async () => {
  openTab();
  await vi.waitFor(() => expect(open()).toHaveLength(1));
  open()[0]?.onopen();
  const late = openTab();
  await vi.waitFor(() => expect(late.heard).toEqual([{ kind: 'state', state: { kind: 'live' } }]));
});

test('given a browser without locks, then the tab has a stream of its own', () => {
  vi.stubGlobal('navigator', {});
  openTab();
  openTab();
  expect(open()).toHaveLength(2);
});

/** The browser's locks: one holder of a name, the others in the order of their coming. */
function fakeLocks() {
  let last = Promise.resolve();
  return {
    request: (_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) => {
      const turn = last.then(() => (signal.aborted ? undefined : work()));
      last = turn;
      return turn;
    },
  };
}
