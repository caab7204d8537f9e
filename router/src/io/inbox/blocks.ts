const BLOCK_BYTES = 4_096;

/** What a file takes on disk: whole blocks. */
export const blocksOf = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
