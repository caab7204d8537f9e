import type { Scenario } from '../scenario.ts';
import { nodePoison, nodeTwice } from './node-deliveries.ts';
import { nodeBothSinks, nodeDisk } from './node-disk.ts';
import { nodeTenfold } from './node-load.ts';
import { nodeRollingDeploy } from './node-rolling-deploy.ts';
import { nodeSlowClients } from './node-slow-clients.ts';
import { nodeStale } from './node-stale.ts';
import { productClocks } from './product-clocks.ts';
import { productControlPlane } from './product-control-plane.ts';
import { productDatabase } from './product-database.ts';
import { productFullDisks } from './product-full-disk.ts';
import { productRestore } from './product-restore.ts';
import { productDatabaseAndLoad } from './product-two-faults.ts';
import { workerGarbled } from './worker-garbled.ts';
import { workerQueueDown, workerQueuePoison, workerQueueTwice } from './worker-queue.ts';
import { workerStores } from './worker-releases.ts';
import { workerStale } from './worker-stale.ts';
import { workerStoresAndQueue } from './worker-two-faults.ts';

/** Every fault there is a story for, in the scorecard's order. */
export const scenarios: readonly Scenario[] = [
  ...workerStores,
  workerStale,
  nodeStale,
  workerQueueDown,
  workerQueueTwice,
  workerQueuePoison,
  nodeDisk,
  nodeBothSinks,
  nodeTwice,
  nodePoison,
  productDatabase,
  productControlPlane,
  ...productClocks,
  ...productFullDisks,
  nodeTenfold,
  nodeSlowClients,
  nodeRollingDeploy,
  productRestore,
  workerGarbled,
  workerStoresAndQueue,
  productDatabaseAndLoad,
];
