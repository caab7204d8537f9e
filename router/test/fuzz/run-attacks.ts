import { checkAnswer, checkRefusal } from './check-answer.ts';
import { type HostTraits, predictAnswer } from './predict-answer.ts';
import { aRequest, type RawRequest, wireText } from './raw-request.ts';
import type { Verdict } from './refusals.ts';
import { sendPipelined, type WireAnswer } from './send-pipelined.ts';

export interface FuzzHost extends HostTraits {
  readonly port: number;
  /** What the runtime makes of a request before the router sees it. */
  readonly verdictOn: (request: RawRequest) => Verdict;
}

export interface Attacked {
  /** One line for each request that was not answered as it must be. */
  readonly failures: readonly string[];
  readonly answers: ReadonlyMap<RawRequest, WireAnswer>;
}

const IN_ONE_GO = 25;
const AT_ONCE = 12;
const AN_ORDINARY_CLICK = aRequest('before', '/r/plain?utm_content=before');

/** Sends requests to a router over raw sockets, and holds every answer against what design.md asks. */
export async function runAttacks(host: FuzzHost, requests: readonly RawRequest[]): Promise<Attacked> {
  const failures: string[] = [];
  const answers = new Map<RawRequest, WireAnswer>();
  const conversations = plan(host, requests);
  const talk = async () => {
    for (let next = conversations.pop(); next; next = conversations.pop()) {
      const told = next;
      const { answers: received, end, rest } = await sendPipelined(host.port, told.map(toSend), mustCloseAfter(told));
      told.forEach((request, i) => {
        const answer = received[i];
        if (answer) answers.set(request, answer);
        const wrong = judge(host, request, answer);
        if (wrong !== null) failures.push(`${describe(request)}: ${wrong}`);
      });
      const last = told.at(-1) ?? AN_ORDINARY_CLICK;
      if (end === 'silent') failures.push(`${describe(last)}: the connection was left open and silent`);
      if (rest !== '') failures.push(`${describe(last)}: more than the answers came: ${rest.slice(0, 80)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, talk));
  return { failures, answers };
}

const toSend = (request: RawRequest) => ({ method: request.method, text: wireText(request) });

function judge(host: FuzzHost, request: RawRequest, answer: WireAnswer | undefined): string | null {
  const verdict = host.verdictOn(request);
  if (verdict === null) return checkAnswer(answer, predictAnswer(request, host));
  if (verdict === 'fallback') return checkAnswer(answer, { kind: 'no_link' });
  return checkRefusal(answer, verdict);
}

/** Ordinary requests share a connection; what may end one has its own, behind a click that must not suffer by it. */
function plan(host: FuzzHost, requests: readonly RawRequest[]): RawRequest[][] {
  const calm = requests.filter((request) => host.verdictOn(request) === null && isCalm(request));
  const isShared = new Set(calm);
  const rough = requests.filter((request) => !isShared.has(request));
  const batches = Array.from({ length: Math.ceil(calm.length / IN_ONE_GO) }, (_, i) =>
    calm.slice(i * IN_ONE_GO, (i + 1) * IN_ONE_GO),
  );
  return [...batches, ...rough.map((request) => [AN_ORDINARY_CLICK, request])];
}

const isCalm = ({ method, target, version, headers, body, lineEnd }: RawRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  version === 'HTTP/1.1' &&
  lineEnd === '\r\n' &&
  body === '' &&
  headers.length < 900 &&
  /^\/[\x21-\x7e]*$/.test(target) &&
  headers.every(
    (header) => !/[^\x20-\x7e]|^(?:connection|upgrade|expect|content-length|transfer-encoding) *:/i.test(header),
  );

const mustCloseAfter = (told: readonly RawRequest[]): boolean => {
  const last = told.at(-1);
  return last !== undefined && last !== AN_ORDINARY_CLICK && /^connection: *close$/im.test(last.headers.join('\n'));
};

const describe = (request: RawRequest): string => {
  const text = JSON.stringify(wireText(request));
  return `[${request.attack}] ${text.length > 300 ? `${text.slice(0, 300)}… (${text.length})` : text}`;
};
