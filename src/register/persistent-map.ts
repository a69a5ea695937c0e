/** How many entries a shard holds on average before the map is spread over more shards. */
const CROWDED = 128;

/**
 * A map by text that never changes: `with` gives the next one and shares whatever it did not touch. The entries are spread over many small
 * maps, and a change copies only the few it falls into. It builds a hundred thousand entries several times faster than a tree does.
 */
export class PersistentMap<Value> {
  readonly #shards: readonly ReadonlyMap<string, Value>[];
  readonly size: number;

  private constructor(shards: readonly ReadonlyMap<string, Value>[], size: number) {
    this.#shards = shards;
    this.size = size;
  }

  /** Where a key comes twice, the later value counts. */
  static of<Value>(values: readonly Value[], keyOf: (value: Value) => string): PersistentMap<Value> {
    let count = 1;
    while (count * CROWDED < values.length * 2) count *= 2;
    const shards = Array.from({ length: count }, () => new Map<string, Value>());
    for (const value of values) {
      const key = keyOf(value);
      (shards[shardOf(key, count)] as Map<string, Value>).set(key, value);
    }
    return new PersistentMap(shards, shards.reduce((size, shard) => size + shard.size, 0));
  }

  get(key: string): Value | undefined {
    return this.#shards[shardOf(key, this.#shards.length)]?.get(key);
  }

  /** @param changes `undefined` takes the entry away */
  with(changes: Iterable<readonly [key: string, value: Value | undefined]>): PersistentMap<Value> {
    const shards = [...this.#shards];
    const copied = new Map<number, Map<string, Value>>();
    let size = this.size;
    for (const [key, value] of changes) {
      const at = shardOf(key, shards.length);
      const shard = copied.get(at) ?? new Map(shards[at]);
      copied.set(at, shard);
      shards[at] = shard;
      size -= shard.size;
      if (value === undefined) shard.delete(key);
      else shard.set(key, value);
      size += shard.size;
    }
    return new PersistentMap(size > shards.length * CROWDED ? spread(shards) : shards, size);
  }

  values(): readonly Value[] {
    return this.#shards.flatMap((shard) => [...shard.values()]);
  }
}

/** The same entries over twice as many shards. */
function spread<Value>(shards: readonly ReadonlyMap<string, Value>[]): readonly ReadonlyMap<string, Value>[] {
  const next = Array.from({ length: shards.length * 2 }, () => new Map<string, Value>());
  for (const shard of shards) {
    for (const [key, value] of shard) next[shardOf(key, next.length)]?.set(key, value);
  }
  return next;
}

/** @param count a power of two */
function shardOf(key: string, count: number): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 15)) & (count - 1);
}
