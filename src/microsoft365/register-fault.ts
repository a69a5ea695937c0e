import { RegisterUnavailable } from '../register/register.ts';
import { GraphError } from './graph-errors.ts';

/** A fault of Graph as the register tells it, in a sentence for whoever asked. Other faults are the program's own and stay as they are. */
export function unavailable(error: unknown, list?: string): unknown {
  if (!(error instanceof GraphError)) return error;
  const place = list === undefined ? '' : `${list}: `;
  return new RegisterUnavailable(`${place}${error.forPerson}${told(error)}`, { cause: error });
}

/** What SharePoint itself said helps where it is about columns and lists; it never holds what somebody typed. */
function told({ kind, fault: { said } }: GraphError): string {
  return kind === 'invalid' && said !== '' ? ` SharePoint said: ${said}` : '';
}

export const NOT_KNOWN = 'Microsoft 365 did not say whether this was saved. What is half done is finished or taken back by itself within a few minutes. Look at it again before trying once more.';
export const NOTHING_SAVED = 'Nothing was saved.';
