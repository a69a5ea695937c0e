import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';

/** Something wrong in a template: where it is and what to change. */
export type TemplateFault = { readonly file: string; readonly line: number; readonly message: string };

export type Path = readonly PropertyKey[];

/** A template file that keeps to its schema, and where in the file each of its values stands. */
export type TemplateDocument<T> = {
  readonly file: string;
  readonly value: T;
  /** The line, from 1, of the value at this path; where there is none, of the nearest value around it. */
  readonly lineOf: (path: Path) => number;
};

/** Reads one template file. Refused with every fault in it, not only the first. */
export function readDocument<T>(file: string, text: string, schema: z.ZodType<T>): Outcome<TemplateDocument<T>, readonly TemplateFault[]> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  if (document.errors.length > 0) {
    return refuse(document.errors.map((error) => ({ file, line: counter.linePos(error.pos[0]).line, message: `This is not readable YAML: ${error.message}` })));
  }
  const lineOf = (path: Path) => lineIn(document, counter, path);
  const read = plainValue(document);
  if (!read.ok) return refuse([{ file, line: 1, message: read.refusal }]);
  const parsed = schema.safeParse(read.fact);
  if (parsed.success) return accept({ file, value: parsed.data, lineOf });
  return refuse(parsed.error.issues.flatMap((issue) => faultsOf(issue, read.fact).map(({ path, message }) => ({ file, line: lineOf(path), message }))));
}

/** A file that repeats itself through aliases without end is refused rather than expanded. */
function plainValue(document: Document.Parsed): Outcome<unknown, string> {
  try {
    const value: unknown = document.toJS();
    return value === null || value === undefined ? refuse('The file is empty') : accept(value);
  } catch (error) {
    return refuse(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function lineIn(document: Document.Parsed, counter: LineCounter, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) break;
      offset = (isMap(item) || isSeq(item) || isScalar(item) ? item.range?.[0] : undefined) ?? offset;
      node = item;
    } else break;
  }
  return counter.linePos(offset).line;
}

type Finding = { readonly path: Path; readonly message: string };

function faultsOf(issue: z.core.$ZodIssue, value: unknown): readonly Finding[] {
  const name = nameAt(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: `“${key}” is not known here: check its spelling or take it out` }));
    case 'invalid_value':
      if (valueAt(value, issue.path) === undefined) return [{ path: issue.path, message: `${name} is missing` }];
      return [{ path: issue.path, message: `${name} must be one of: ${issue.values.map(String).join(', ')}` }];
    case 'invalid_type':
      if (valueAt(value, issue.path) === undefined) return [{ path: issue.path, message: `${name} is missing` }];
      return [{ path: issue.path, message: `${name} must be ${KINDS[issue.expected] ?? `of the kind ${issue.expected}`}` }];
    case 'invalid_key':
      return [{ path: issue.path, message: `${name} cannot be a key here: ${issue.issues[0]?.message ?? 'it has the wrong shape'}` }];
    case 'too_small':
      return [{ path: issue.path, message: issue.origin === 'number' ? `${name} must be ${issue.minimum} or more` : `${name} is empty` }];
    case 'too_big':
      return [{ path: issue.path, message: issue.origin === 'number' ? `${name} must be ${issue.maximum} or less` : `${name} is longer than ${issue.maximum}` }];
    case 'invalid_union': {
      const [closest] = issue.errors.toSorted((a, b) => a.length - b.length);
      if (!closest) return [{ path: issue.path, message: `${name} has a value that is not known here` }];
      return closest.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, value));
    }
    default:
      return [{ path: issue.path, message: `${name}: ${issue.message}` }];
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a group of named values', record: 'a group of named values',
};

function nameAt(path: Path): string {
  const last = path.findLast((step) => typeof step === 'string');
  if (last === undefined) return 'The file';
  return typeof path.at(-1) === 'number' ? `An entry of “${String(last)}”` : `“${String(last)}”`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined), value);
}
