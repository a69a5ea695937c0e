/**
 * Where each page of the tab is found: paths inside the tab, as desk items, notices, cards and e-mails point to them.
 * The server puts the tab at `/tab`, so a link from outside is its public address followed by `/tab` and one of these.
 */
export const pageAddress = {
  myDesk: () => '/my-desk',
  returns: (quarter?: string) => address('/returns', { quarter }),
  returnReading: (returnKey: string) => `/returns/${encodeURIComponent(returnKey)}`,
  /** `onBehalf` opens the board office's own draft; `dialog` leaves out the navigation and closes when done. */
  returnForm: (returnKey: string, of: { readonly onBehalf?: boolean; readonly dialog?: boolean } = {}) =>
    address(`/returns/${encodeURIComponent(returnKey)}/form`, { onBehalf: of.onBehalf ? 'true' : undefined, dialog: of.dialog ? '1' : undefined }),
  /** With a key, that concern is brought into view. */
  escalations: (escalationKey?: string) => address('/escalations', { open: escalationKey }),
  calendar: () => '/calendar',
  /** With a key, that action's panel is open. */
  actionLog: (actionKey?: string) => address('/action-log', { open: actionKey }),
  deliveries: () => '/deliveries',
  accessibility: () => '/accessibility',
} as const;

function address(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const members = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return members.length === 0 ? path : `${path}?${members.join('&')}`;
}
