import {
  addressOf,
  Draw,
  type LinkTarget,
  type RouteRequest,
  readLinkTarget,
  type VisitorFacts,
} from '@alyson/router/domain';

let clicks = 0;

/** A request that is read from its target, and has no headers. */
export class TargetRequest implements RouteRequest {
  readonly target: LinkTarget;
  readonly address: string | null;
  readonly draw: Draw;

  constructor(target: string) {
    this.target = readLinkTarget(target);
    this.address = addressOf(this.target);
    clicks += 1;
    this.draw = new Draw(Date.now(), [clicks, Math.imul(clicks, 0x9e3779b1) >>> 0]);
  }

  host(): string {
    return 'go.example.com';
  }

  cookies(): null {
    return null;
  }

  visitor(): VisitorFacts {
    throw new Error('nothing here asks of the visitor');
  }
}
