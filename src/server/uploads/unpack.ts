import { Unzip, UnzipInflate } from 'fflate';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';

const MEGABYTE = 1_048_576;
/** A workbook of 5,000 full rows unpacks to a fraction of this. */
const MOST_UNPACKED = 64 * MEGABYTE;
const MOST_FILES = 1_000;
/** What is pushed at once: it can grow a thousandfold before its size is looked at. */
const STEP = 16_384;

class TooMuch extends Error {}

/**
 * Unpacks a zip in memory, measuring what really comes out rather than what the zip says of itself.
 * @returns the files by name
 */
export function unpack(bytes: Uint8Array): Outcome<Readonly<Record<string, Uint8Array>>, 'damaged' | 'beyond-measure'> {
  const files = new Map<string, Uint8Array[]>();
  let unpacked = 0;
  const unzip = new Unzip((file) => {
    const chunks: Uint8Array[] = [];
    files.set(file.name, chunks);
    if (files.size > MOST_FILES) throw new TooMuch();
    file.ondata = (error, chunk) => {
      if (error) throw error;
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED) throw new TooMuch();
      chunks.push(chunk);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += STEP) unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch (error) {
    return refuse(error instanceof TooMuch ? 'beyond-measure' : 'damaged');
  }
  return files.size === 0 ? refuse('damaged') : accept(Object.fromEntries([...files].map(([name, chunks]) => [name, new Uint8Array(Buffer.concat(chunks))])));
}
