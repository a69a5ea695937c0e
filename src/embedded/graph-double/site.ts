import type { List } from '@microsoft/microsoft-graph-types';
import { randomUUID } from 'node:crypto';
import { builtInColumns, newColumn, shown, type Column } from './columns.ts';
import { denied, invalid, missing, objectOf, Refused } from './exchange.ts';
import { withoutMilliseconds } from './field-values.ts';
import { ListStore, type UniqueViolation } from './list-store.ts';

export type Grant = 'none' | 'read' | 'write' | 'fullcontrol';

/** How SharePoint behaves where its documentation leaves it open; a client must live with either. */
export type Behaviour = {
  /** The answer to a value that a unique column already holds. */
  uniqueViolation: UniqueViolation;
  /** Whether selecting a column that is not there is refused, or answered without it. */
  unknownSelect: 'refuse' | 'leave-out';
  /** Whether a delta tells of a changed row twice, first as it was before. */
  repeatsInDelta: boolean;
};

/** One SharePoint site with its lists. */
export class Site {
  readonly hostname: string;
  path: string;
  readonly id: string;
  readonly lists = new Map<string, ListStore>();
  readonly behaviour: Behaviour = { uniqueViolation: 'conflict', unknownSelect: 'refuse', repeatsInDelta: true };
  /** What the site has granted to the app. */
  grant: Grant = 'fullcontrol';
  readonly now: () => Date;
  /** Told of every list whose rows have changed. */
  changed: (list: ListStore) => void = () => undefined;

  constructor(hostname: string, path: string, now: () => Date) {
    this.hostname = hostname;
    this.path = path;
    this.id = `${hostname},${randomUUID()},${randomUUID()}`;
    this.now = now;
  }

  /** @throws {Refused} when the app's grant is less than this */
  need(grant: Grant): void {
    const ranks: readonly Grant[] = ['none', 'read', 'write', 'fullcontrol'];
    if (ranks.indexOf(this.grant) < ranks.indexOf(grant)) throw denied();
  }

  list(idOrName: string): ListStore {
    const list = this.lists.get(idOrName.toLowerCase()) ?? [...this.lists.values()].find(({ displayName }) => displayName === idOrName);
    if (!list) throw missing('The specified list was not found');
    return list;
  }

  createList(body: unknown): ListStore {
    const given = objectOf(body, ['displayName', 'name', 'description', 'list', 'columns']);
    const info = objectOf(given['list'] ?? {}, ['template', 'contentTypesEnabled', 'hidden']);
    const displayName = given['displayName'];
    if (typeof displayName !== 'string' || displayName.trim() === '') throw invalid('A list needs a displayName.');
    if (info['template'] !== 'genericList') throw invalid('Only the template genericList is known here.');
    if ([...this.lists.values()].some((each) => each.displayName.toLowerCase() === displayName.toLowerCase())) {
      throw new Refused(409, 'nameAlreadyExists', 'The specified name is already in use.');
    }
    const columns: Column[] = builtInColumns();
    const wanted = given['columns'] ?? [];
    if (!Array.isArray(wanted)) throw invalid('columns must be an array.');
    for (const each of wanted) columns.push(newColumn(each, columns, 0));
    const list = new ListStore(displayName, typeof given['description'] === 'string' ? given['description'] : '', { template: 'genericList', contentTypesEnabled: false, hidden: false, ...info }, columns, this.now());
    this.lists.set(list.id, list);
    return list;
  }

  describe(list: ListStore, withColumns = false): List {
    return {
      id: list.id, name: list.displayName.replaceAll(' ', ''), displayName: list.displayName, description: list.description,
      createdDateTime: withoutMilliseconds(list.created), webUrl: `https://${this.hostname}${this.path}/Lists/${encodeURIComponent(list.displayName)}`,
      eTag: `"${list.id},${list.columns.length}"`, list: list.info, parentReference: { siteId: this.id },
      ...(withColumns ? { columns: list.columns.map(shown) } : {}),
    };
  }

  describeSelf(): object {
    return { id: this.id, displayName: 'Safeguarding partnership', name: this.path.split('/').at(-1), webUrl: `https://${this.hostname}${this.path}`, siteCollection: { hostname: this.hostname } };
  }
}
