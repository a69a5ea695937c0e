import type { NoticeKind } from './delivery.ts';

/** One thing a digest says, with the button that deals with it. */
export type DigestLine = {
  /** Key of the delivery row. */
  readonly delivery: string;
  readonly kind: NoticeKind;
  /** Key of the record it is about. */
  readonly subject: string;
  /** A whole sentence: "The quarter 2 return for Leicestershire Police is due on Friday 16 October." */
  readonly sentence: string;
  readonly action: { readonly label: string; /** Path inside the tab. */ readonly href: string };
};

/** Everything one person is told on one day, in one message. */
export type Digest = {
  /** `2026-10-19.p-amara-okafor` */
  readonly key: string;
  readonly person: { readonly key: string; readonly name: string; readonly mail: string };
  /** Makes sense read aloud and without any of the lines: "Two things need you: 1 return due, 1 query." */
  readonly headline: string;
  readonly lines: readonly DigestLine[];
};
