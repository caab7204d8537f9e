/** `npm start`: every part of the product on this machine, until Ctrl-C. */
import { join } from 'node:path';
import { findFreePort } from '../lib/free-port.ts';
import { keepSecrets } from '../lib/secrets.ts';
import { stopWithOneLine } from '../lib/stop-with-one-line.ts';
import { composeBanner } from './banner.ts';
import { buildPanel, isPanelBuilt } from './build-panel.ts';
import { openDataDir } from './open-data-dir.ts';
import { createPart, type PartSpec } from './part.ts';
import { controlPlaneSpec, databaseSpec, type Facts, routerSpec, workerSpec } from './parts.ts';
import { readSettings } from './settings.ts';
import { stopInOrder, stopWhenAsked } from './stop.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

export async function start(environment: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = Date.now();
  try {
    const settings = readSettings(environment);
    const dataDir = openDataDir(settings.dataDir);
    const secrets = keepSecrets(settings.dataDir, environment);
    const facts: Facts = { settings, secrets: secrets.values, environment };
    if (!settings.panelDir && !isPanelBuilt(REPOSITORY)) say('Building the panel; this takes a few seconds.');

    const create = (spec: PartSpec) => createPart(spec, dataDir, say);
    const found = { databaseUrl: settings.databaseUrl ?? '', panelDir: settings.panelDir ?? '' };
    const worker = create(workerSpec(facts));
    const router = create(routerSpec(facts));
    const controlPlane = create(controlPlaneSpec(facts, () => found));
    const database = create(databaseSpec(facts, await findFreePort(), (url) => (found.databaseUrl = url)));
    const parts = [worker, router, controlPlane, database];
    const stopping = stopWhenAsked(parts, say);

    try {
      await Promise.all([worker, controlPlane, database].map((part) => part.takeOver()));
      // A router that goes on redirecting from before is replaced last, and only once all the rest runs.
      const isRedirecting = router.isLeft();
      if (!isRedirecting) await router.takeOver();
      const started = startControlPlane();
      if (isRedirecting) await started.then(() => router.takeOver());
      await Promise.all([router.start(), started]);
      await worker.start();
    } catch (error) {
      if (stopping.isAsked()) return; // what it interrupted is no fault
      await stopInOrder(parts);
      throw error;
    }
    console.log(await composeBanner({ settings, secrets, tookMs: Date.now() - startedAt }));

    async function startControlPlane(): Promise<void> {
      const panelBuilt = settings.panelDir ?? buildPanel(REPOSITORY);
      [found.panelDir] = await Promise.all([panelBuilt, settings.databaseUrl ? undefined : database.start()]);
      await controlPlane.start();
    }
  } catch (error) {
    stopWithOneLine(error);
  }
}

const say = (line: string): void => console.error(`alyson: ${line}`);
