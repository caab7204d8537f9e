import type { ProposableAction } from '@alyson/schema';
import type { Operation } from '../../experiment/operation.ts';

/** Every change that can be proposed, by the endpoint that makes it. The root collects them from their features. */
export type Operations = Readonly<Record<ProposableAction, Operation>>;
