/** What went wrong with a request to Microsoft Graph, told by what can be done about it. */
export type GraphFaultKind =
  /** Graph or the sign-in service does not accept who we say we are. */
  | 'unauthorised'
  /** Signed in, but without the grant that this needs. */
  | 'forbidden'
  | 'not-found'
  /** Something with this name or unique value is already there, or somebody changed it at the same time. */
  | 'conflict'
  /** The eTag is not the current one: nothing was changed. */
  | 'precondition'
  /** The delta token is too old; `location` starts again. */
  | 'gone'
  | 'throttled'
  /** Graph understood the request and will never accept it. */
  | 'invalid'
  /** More than Graph takes at once: the list view threshold, a file or request over its limit, a full drive. */
  | 'too-large'
  /** Part of a batch that was left out because an earlier part failed: certainly not carried out. */
  | 'not-attempted'
  /** Graph cannot be reached or is failing; a write that ends here was certainly not carried out. */
  | 'unavailable'
  /** A write was sent and nobody can say whether it was carried out: read back before doing anything else. */
  | 'uncertain'
  /** Graph answered something that this program does not understand. */
  | 'unexpected-answer';

export type GraphFault = {
  readonly kind: GraphFaultKind;
  /** Method and path, without the query: what somebody typed never gets into a log. */
  readonly request: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** Graph's error codes, from the outside in: `invalidRequest`, `resyncChangesApplyDifferences`. */
  readonly codes: readonly string[];
  /** What Graph said, cut short. */
  readonly said: string;
  /** Milliseconds until it may be tried again. */
  readonly retryAfter?: number;
  /** Where to start again after a stale delta token. */
  readonly location?: string;
  /** What Microsoft's support asks for. */
  readonly requestId?: string;
};

const FOR_PEOPLE: Record<GraphFaultKind, string> = {
  unauthorised: 'Microsoft 365 did not accept the sign-in of this app. An administrator must check its tenant, client id and certificate or secret.',
  forbidden: 'This app may not do that in SharePoint. An administrator must check that Sites.Selected is consented and that the site grants this app “write” (“fullcontrol” to create lists).',
  'not-found': 'SharePoint has no such site, list or item. It may have been deleted or moved.',
  conflict: 'SharePoint already has this, or somebody changed it at the same moment. Look at it again before trying once more.',
  precondition: 'Somebody changed this in the meantime. Look at it again before trying once more.',
  gone: 'SharePoint no longer remembers what had been read. Everything is being read again.',
  throttled: 'Microsoft 365 asks this app to slow down. Try again in a few minutes.',
  invalid: 'SharePoint does not accept this. A column may have been renamed, retyped or un-indexed by hand; an administrator can run the doctor.',
  'too-large': 'This is more than SharePoint takes at once.',
  'not-attempted': 'This was left out because something before it failed.',
  unavailable: 'Microsoft 365 cannot be reached at the moment. What is shown may be a little old. Try again in a few minutes.',
  uncertain: 'Microsoft 365 did not say whether it saved this. Look at it again before trying once more.',
  'unexpected-answer': 'Microsoft 365 answered in a way that this app does not understand. An administrator must look at the log.',
};

/** `message` is for a log and `forPerson` for a page; neither ever holds a token, a body or a value that somebody typed. */
export class GraphError extends Error {
  override readonly name: string = 'GraphError';
  readonly fault: GraphFault;
  readonly forPerson: string;

  constructor(fault: GraphFault, forPerson: string = FOR_PEOPLE[fault.kind]) {
    super(inOneLine(fault));
    this.fault = fault;
    this.forPerson = forPerson;
  }

  get kind(): GraphFaultKind {
    return this.fault.kind;
  }
}

/** Whether the write was carried out is unknown. Whoever asked for it reads back, by the unique key of what was to be written. */
export class GraphUncertain extends GraphError {
  override readonly name = 'GraphUncertain';
}

/** Graph is down, or has been failing for so long that nothing is sent until `fault.retryAfter` has passed. */
export class GraphUnavailable extends GraphError {
  override readonly name = 'GraphUnavailable';
}

export function graphError(fault: GraphFault): GraphError {
  if (fault.kind === 'uncertain') return new GraphUncertain(fault);
  if (fault.kind === 'unavailable') return new GraphUnavailable(fault);
  return new GraphError(fault);
}

function inOneLine({ kind, request, status, codes, said, requestId }: GraphFault): string {
  return [
    `${request}: ${kind}`, status > 0 ? ` (${[status, ...codes].join(' ')})` : '', said === '' ? '' : ` ${said}`, requestId ? ` request-id ${requestId}` : '',
  ].join('');
}
