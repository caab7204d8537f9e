import { Readable, Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { invalidField } from '@alyson/schema';

const LOCAL_FILE = 0x04034b50;
const HEADER_BYTES = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * A click log as text, unpacked where it came as TUNE's zip (one CSV inside). Nothing is held but what is on its way.
 *
 * @throws ProblemError `validation_failed` for a zip that cannot be read
 */
export async function openClickLog(body: Readable): Promise<Readable> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const start = await readAtLeast(chunks, HEADER_BYTES);
  if (start.length < 4 || start.readUInt32LE(0) !== LOCAL_FILE) return Readable.from(rejoin(start, chunks));
  const { method, flags, nameBytes, storedBytes } = readHeader(start);
  if ((flags & ENCRYPTED) !== 0) throw invalidField('#/file', 'is an encrypted zip: unpack it first');
  const whole = await readAtLeast(chunks, HEADER_BYTES + nameBytes, start);
  const content = Readable.from(rejoin(whole.subarray(HEADER_BYTES + nameBytes), chunks));
  // What stands behind the compressed file (its directory) is no part of it: inflating ends by itself.
  if (method === DEFLATED) return pipe(content, createInflateRaw());
  if (method === STORED && storedBytes > 0) return pipe(content, take(storedBytes));
  throw invalidField('#/file', 'is a zip of a kind that is not read here: unpack it first');
}

function readHeader(start: Buffer) {
  return {
    flags: start.readUInt16LE(6),
    method: start.readUInt16LE(8),
    storedBytes: start.readUInt32LE(18),
    nameBytes: start.readUInt16LE(26) + start.readUInt16LE(28),
  };
}

/** At least so many bytes, or all there are. */
async function readAtLeast(
  chunks: AsyncIterator<Uint8Array>,
  bytes: number,
  before: Uint8Array = new Uint8Array(),
): Promise<Buffer> {
  const parts: Uint8Array[] = [before];
  let length = before.length;
  while (length < bytes) {
    const { done, value } = await chunks.next();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  return Buffer.concat(parts);
}

async function* rejoin(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function pipe(from: Readable, to: Transform): Readable {
  from.on('error', (error) => to.destroy(error));
  return from.pipe(to);
}

function take(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      done(null, part);
    },
  });
}
