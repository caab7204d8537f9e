import { ProblemError } from '@alyson/schema';
import pg from 'pg';

/** What a table of another database says of an address. */
interface FoundRange {
  first: string | null;
  last: string | null;
  country: string | null;
  region: string | null;
  city: string | null;
  network: string | null;
  isHosting: boolean | null;
}

/** A table of ranges that somebody else keeps (`IP_DATABASE_URL`). */
export interface IpTable {
  /** Schema and name. */
  name: string;
  /** @throws ProblemError `unavailable` */
  find(address: string): Promise<FoundRange | null>;
  isReachable(): Promise<boolean>;
  /** Why it cannot be used as configured, in words; null where it can, or where nobody answers yet. */
  check(): Promise<string | null>;
  close(): Promise<void>;
}

/** Which column is what: `network` (a cidr or inet with a prefix), or `first` and `last`; of the rest, those there are. */
export type IpColumns = Readonly<
  Partial<Record<'network' | 'first' | 'last' | 'country' | 'region' | 'city' | 'network_name' | 'is_hosting', string>>
>;

export interface IpTableSettings {
  url: string;
  table: string;
  columns: IpColumns;
}

const CONNECT_MS = 2_000;
const STATEMENT_MS = 1_000;
const MOST_CONNECTIONS = 4;

const quote = (name: string): string =>
  name
    .split('.')
    .map((part) => pg.escapeIdentifier(part))
    .join('.');

export function openIpTable({ url, table, columns }: IpTableSettings): IpTable {
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    statement_timeout: STATEMENT_MS,
    options: '-c default_transaction_read_only=on',
  });
  pool.on('error', () => undefined);
  const statement = lookUpStatement(table, columns);
  return {
    name: table,
    async find(address) {
      try {
        const { rows } = await pool.query<FoundRange & { isIn: boolean }>({
          name: 'ip',
          text: statement,
          values: [address],
        });
        const [row] = rows;
        if (!row?.isIn) return null;
        const { isIn: _, ...found } = row;
        return found;
      } catch (error) {
        throw Object.assign(
          new ProblemError('unavailable', 'The table of addresses (IP_DATABASE_URL) does not answer.'),
          { cause: error },
        );
      }
    },
    isReachable: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    async check() {
      try {
        await pool.query(`${statement.replace(/\$1/g, "'192.0.2.1'")}`);
        return null;
      } catch (error) {
        const { code = '', message } = error as { code?: string; message: string };
        // Classes 42 and 28: the statement, or who may ask it. All else may pass.
        return /^(42|28|3D)/.test(code) ? message : null;
      }
    },
    close: () => pool.end(),
  };
}

/** By its index either way: the narrowest network that holds the address, or the last range that begins before it. */
function lookUpStatement(table: string, columns: IpColumns): string {
  const column = (name: keyof IpColumns) => (columns[name] ? quote(columns[name]) : 'null');
  const text = (name: keyof IpColumns, as: string) => `${column(name)}::text as "${as}"`;
  const facts = [
    text('country', 'country'),
    text('region', 'region'),
    text('city', 'city'),
    text('network_name', 'network'),
    `${column('is_hosting')}::boolean as "isHosting"`,
  ].join(', ');
  if (columns.network) {
    const network = quote(columns.network);
    return `select host(network(${network})) as first, host(broadcast(${network})) as last, true as "isIn", ${facts} from ${quote(table)} where ${network} >>= $1::inet order by masklen(${network}) desc limit 1`;
  }
  const [first, last] = [column('first'), column('last')];
  return `select host(${first}) as first, host(${last}) as last, ${last} >= $1::inet as "isIn", ${facts} from ${quote(table)} where ${first} <= $1::inet order by ${first} desc limit 1`;
}
