import { type ClickLedger, createApiClient, messageOf } from '@alyson/schema';
import { fetchInTime } from '../lib/fetch-in-time.ts';
import { readSecrets } from '../lib/secrets.ts';
import { PlainError, stopWithOneLine } from '../lib/stop-with-one-line.ts';
import { readSettings } from '../start/settings.ts';
import { describeLedger } from './describe-ledger.ts';

/**
 * Prints where every answered click has gone, as the control plane at ALYSON_API_URL knows it, by the admin token.
 *
 * @returns the exit code: 0 when every router's books add up, 1 when not, or when one could not be asked
 */
export async function printLedger(environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    const ledger = await readLedger(environment);
    console.log(describeLedger(ledger));
    return ledger.addsUp ? 0 : 1;
  } catch (error) {
    return stopWithOneLine(error);
  }
}

async function readLedger(environment: NodeJS.ProcessEnv): Promise<ClickLedger> {
  const { apiUrl, dataDir } = readSettings(environment);
  const token = environment['ALYSON_ADMIN_TOKEN'] || readSecrets(dataDir).ALYSON_ADMIN_TOKEN;
  if (!token)
    throw new PlainError(`There is no admin token in ${dataDir}: set ALYSON_ADMIN_TOKEN, or ALYSON_DATA_DIR.`);
  const headers = { authorization: `Bearer ${token}` };
  const api = createApiClient({ baseUrl: apiUrl, fetch: fetchInTime, headers });
  return api.getClickLedger({}).catch((error: unknown) => {
    throw new PlainError(`${apiUrl} does not show its ledger: ${messageOf(error)}`);
  });
}
