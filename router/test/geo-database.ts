/**
 * Writes a small geo database in MaxMind's format (MaxMind DB File Format Specification 2.0), IPv4 only, for tests: no real
 * one may be copied into this project.
 */

type Value = string | number | { readonly [name: string]: Value } | readonly Value[];

const TYPE = { string: 2, uint16: 5, uint32: 6, map: 7, array: 11 } as const;

const control = (type: number, size: number): Buffer => {
  const sizeBits = Math.min(size, 29);
  const more = size < 29 ? [] : [size - 29];
  return Buffer.from(type < 8 ? [(type << 5) | sizeBits, ...more] : [sizeBits, type - 7, ...more]);
};

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(TYPE.string, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(TYPE.uint32, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(TYPE.array, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([
    control(TYPE.map, entries.length),
    ...entries.flatMap(([name, it]) => [encode(name), encode(it)]),
  ]);
}

/** A branch of the tree of address bits: two more, or where the data of a network stands. */
type Branch = { left: Branch | null; right: Branch | null } | { data: number };

/** @param networks  by CIDR, e.g. `203.0.113.0/24` */
export function writeGeoDatabase(networks: Readonly<Record<string, Value>>): Buffer {
  const root: Branch = { left: null, right: null };
  const data: Buffer[] = [];
  let dataLength = 0;
  for (const [cidr, value] of Object.entries(networks)) {
    const [address = '', bits = ''] = cidr.split('/');
    const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    let branch: Branch = root;
    for (let depth = 0; depth < Number(bits); depth += 1) {
      if ('data' in branch) throw new Error(`${cidr} lies in another network`);
      const side = (number >>> (31 - depth)) & 1 ? 'right' : 'left';
      branch[side] ??= depth === Number(bits) - 1 ? { data: dataLength } : { left: null, right: null };
      branch = branch[side];
    }
    const encoded = encode(value);
    data.push(encoded);
    dataLength += encoded.length;
  }
  const nodes: Branch[] = [];
  const number = (branch: Branch | null) => {
    if (branch !== null && !('data' in branch)) nodes.push(branch);
    if (branch === null || 'data' in branch) return;
    number(branch.left);
    number(branch.right);
  };
  number(root);
  const recordOf = (branch: Branch | null): number => {
    if (branch === null) return nodes.length;
    return 'data' in branch ? nodes.length + 16 + branch.data : nodes.indexOf(branch);
  };
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, node] of nodes.entries()) {
    if ('data' in node) continue;
    tree.writeUIntBE(recordOf(node.left), index * 6, 3);
    tree.writeUIntBE(recordOf(node.right), index * 6 + 3, 3);
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_790_000_000,
    database_type: 'Test-City',
    description: { en: 'of a test' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}
