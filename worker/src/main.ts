import { createActivities } from './activities/index.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createHttpControlPlane } from './io/control-plane.http.ts';
import { createEmbeddedModel } from './io/model.embedded.ts';
import { logToStdout as log } from './log.ts';
import { runWorker } from './runner.ts';

/** Whatever a run under way is waiting for when the stop comes, the process ends by then. */
const HARD_STOP_MS = 15_000;

const config = readConfigOrExit();
const controlPlane = createHttpControlPlane({ baseUrl: config.apiUrl, token: config.workerToken });
const activities = createActivities({ controlPlane, model: createEmbeddedModel() });

log('info', 'started', { worker: config.workerName, apiUrl: config.apiUrl });
process.send?.('ready'); // to whoever started it, if anybody listens
await runWorker({ controlPlane, activities, worker: config.workerName, log }, stopSignal());
log('info', 'stopped');
process.exit(0);

function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Aborts on SIGTERM or SIGINT, and when the parent dies: a worker that nobody can stop would go on grading for ever. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const parent = process.ppid;
  const begin = (reason: string) => {
    if (stop.signal.aborted) return;
    log('info', 'stopping', { reason });
    setTimeout(() => process.exit(0), HARD_STOP_MS).unref();
    stop.abort();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => begin(signal));
  setInterval(() => process.ppid !== parent && begin('parent died'), 1_000).unref();
  return stop.signal;
}
