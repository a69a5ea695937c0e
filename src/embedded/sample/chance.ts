/** A number from 0 up to 1 that depends on the key alone: the same key always gives the same number. */
export function fraction(key: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** A whole number from `least` to `most`, both included. */
export function whole(key: string, least: number, most: number): number {
  return least + Math.floor(fraction(key) * (most - least + 1));
}

/** So many different ones of a list, in an order that depends on the key; fewer where the list is short. */
export function pick<T>(key: string, list: readonly T[], count: number): readonly T[] {
  return list.map((value, index) => ({ value, at: fraction(`${key}/${index}`) })).sort((a, b) => a.at - b.at).slice(0, count).map(({ value }) => value);
}

/** An id in the shape that Entra gives to people and tenants. */
export function guid(key: string): string {
  const digits = [0, 1, 2, 3].map((part) => Math.floor(fraction(`${part}:${key}`) * 4_294_967_296).toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[Math.floor(fraction(`variant:${key}`) * 4)];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
