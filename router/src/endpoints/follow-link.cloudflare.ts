import type { RoutedClick } from '../domain/route-click.ts';
import type { Inbound } from '../io/inbound.ts';
import type { WarmUp } from '../warm-up.ts';
import { answerClick, type ClickDeps, ClickRequest, isClick, isRecorded, noteFault, recordOf } from './follow-link.ts';

export interface ClickFetchDeps extends ClickDeps {
  readonly readInbound: (request: Request) => Inbound;
  readonly warmUp: WarmUp;
  readonly record: (click: string, onKept: () => void) => void;
}

/** What takes a request that is no click. */
type Others = (request: Request, ctx: ExecutionContext) => Response | Promise<Response>;

/**
 * Clicks on Workers. Only a click for which nobody has looked at the bundles for long waits (R20); none waits for its
 * record. All else goes to `others`.
 */
export function createClickFetch(deps: ClickFetchDeps, others: Others) {
  const land = (fault: unknown): Response => {
    noteFault(deps, fault);
    return redirect({ status: 302, location: deps.fallbackUrl, cookies: null });
  };
  return (request: Request, ctx: ExecutionContext): Response | Promise<Response> => {
    try {
      const inbound = deps.readInbound(request);
      if (!isClick(inbound.method, inbound.target)) return others(request, ctx);
      const click = new ClickRequest(deps, inbound);
      const cold = deps.warmUp.forClick(click.address, (work) => ctx.waitUntil(work));
      if (cold === null) return follow(deps, click, ctx);
      // Read again: the bundle that has come says which hosts have links of their own (R3).
      return cold.then(() => follow(deps, new ClickRequest(deps, inbound), ctx)).catch(land);
    } catch (fault) {
      return land(fault);
    }
  };
}

function follow(deps: ClickFetchDeps, request: ClickRequest, ctx: ExecutionContext): Response {
  const click = answerClick(deps, request);
  const record = isRecorded(deps, request, click) ? recordOf(deps, request, click) : null;
  // At once: a timer that puts it off until the answer is sent costs twice what it puts off.
  if (record !== null) ctx.waitUntil(new Promise<void>((kept) => deps.record(record, kept)));
  return redirect(click);
}

/** The platform itself says that there is no body. */
function redirect({ status, location, cookies }: Pick<RoutedClick, 'status' | 'location' | 'cookies'>): Response {
  const headers = { location, 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' };
  const response = new Response(null, { status, headers });
  if (cookies !== null) for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
