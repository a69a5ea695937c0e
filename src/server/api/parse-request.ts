import type { z } from 'zod';
import type { Route } from '../../api-contract/route.ts';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';

type Received = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** What is wrong with a request: one sentence for a person, and one for each field, keyed by its path (`edits.0.value`). */
export type InvalidRequest = { readonly message: string; readonly fields: Readonly<Record<string, string>> };

/** Parses the three parts of a request by the route's schemas. A request without a body is read as an empty one. */
export function parseRequest(route: Route, { params, query, body }: Received): Outcome<Received, InvalidRequest> {
  const parts = { params: parse(route.params, params), query: parse(route.query, query), body: parse(route.body, body ?? {}) };
  if (parts.params.success && parts.query.success && parts.body.success) {
    return accept({ params: parts.params.data, query: parts.query.data, body: parts.body.data });
  }
  const fields = Object.fromEntries(Object.values(parts).flatMap((part) => (part.success ? [] : part.error.issues.map((issue) => [issue.path.join('.'), issue.message] as const))));
  const [first] = Object.values(fields);
  return refuse({ message: `Nothing was changed. ${first ?? 'What was sent cannot be read'}.`, fields });
}

function parse(schema: z.ZodType, value: unknown) {
  return schema.safeParse(value, { error: sentenceFor });
}

/** Said where the contract itself has no sentence for a fault. */
const sentenceFor: z.core.$ZodErrorMap = (issue) => {
  const field = issue.path?.at(-1);
  const what = field === undefined ? 'What was sent' : `“${String(field)}”`;
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? `${what} is missing` : `${what} is not the kind of value that is expected here`;
    case 'too_big': return issue.origin === 'string' ? `${what} can hold ${issue.maximum} characters` : `${what} can be ${issue.maximum} at most`;
    case 'too_small': return issue.origin === 'string' ? `${what} is empty` : `${what} must be ${issue.minimum} at least`;
    case 'invalid_value': return `${what} must be one of: ${issue.values.join(', ')}`;
    case 'invalid_union': return `${what} is not one of the choices`;
    case 'unrecognized_keys': return `${what} has something that does not belong there`;
    default: return `${what} is not written as it is expected here`;
  }
};
