/** Keeps the bytes of attached reports and letters. */
export type DocumentStore = {
  /** Stores under an id of the caller's choosing; storing the same id again replaces it. */
  put(id: string, bytes: Uint8Array): Promise<void>;
  get(id: string): Promise<Uint8Array | undefined>;
  remove(id: string): Promise<void>;
};
