/** Which draft an address means: the agency's own, or the board office's on its behalf. */
export function writing({ params, query }: { readonly params: { readonly key: string }; readonly query: { readonly onBehalf?: 'true' | 'false' } }): { readonly returnKey: string; readonly onBehalf: boolean } {
  return { returnKey: params.key, onBehalf: query.onBehalf === 'true' };
}
