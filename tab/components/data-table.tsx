import { Button, Input, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { ArrowDown16Regular, ArrowDownload16Regular, ArrowUp16Regular } from '@fluentui/react-icons';
import type { KeyboardEvent, ReactNode } from 'react';
import { useQuery } from '../router.tsx';
import { useLayout } from './layout.ts';
import { NARROW, useMedia } from './media.ts';
import { tableAsCsv } from './table-csv.ts';

/** One column: what it shows, and its plain text, which search, sort and export go by. */
export type Column<Row> = {
  readonly key: string;
  readonly name: string;
  readonly text: (row: Row) => string;
  readonly show?: (row: Row) => ReactNode;
  /** What to sort by where the text does not sort as it reads, for example a date. */
  readonly sortBy?: (row: Row) => string | number;
  readonly numeric?: boolean;
  /** Holds buttons only: not sorted, searched or exported. */
  readonly actions?: boolean;
};

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center', marginBlockEnd: tokens.spacingVerticalS, '@media print': { display: 'none' } },
  search: { flex: '0 1 20rem', minWidth: '12rem' },
  scroll: { overflowX: 'auto', '@media print': { overflowX: 'visible' } },
  table: { borderCollapse: 'collapse', width: '100%', ...typographyStyles.body1 },
  head: { textAlign: 'start', verticalAlign: 'bottom', padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`, borderBottom: `1px solid ${tokens.colorNeutralStroke1}`, color: tokens.colorNeutralForeground2, ...typographyStyles.caption1Strong },
  sort: { minWidth: 0, paddingInline: 0, textAlign: 'start', ...typographyStyles.caption1Strong, color: 'inherit' },
  cell: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, verticalAlign: 'top', textAlign: 'start', fontWeight: tokens.fontWeightRegular, overflowWrap: 'break-word' },
  numeric: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
  card: { borderBottom: `1px solid ${tokens.colorNeutralStroke1}`, paddingBlock: tokens.spacingVerticalM, display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  first: { fontWeight: tokens.fontWeightSemibold },
  pairs: { display: 'grid', gridTemplateColumns: 'minmax(6rem, 35%) 1fr', gap: tokens.spacingVerticalXS, margin: 0, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' } },
});

/**
 * A list as a table, and as cards where there is no room for one. Search and sort are kept in the page's address, so that the list
 * as one sees it can be shared; what is in view can be taken along as CSV.
 */
export function DataTable<Row>({ caption, columns, rows, keyOf, empty, fileName, onKeyDown }: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: ReactNode;
  readonly fileName: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const styles = useStyles();
  const layout = useLayout();
  const [query, changeQuery] = useQuery();
  const narrow = useMedia(NARROW);
  const search = query.get('search') ?? '';
  const [sortKey, direction] = (query.get('sort') ?? '').split('.');
  const written = columns.filter((column) => !column.actions);
  const inView = sorted(rows.filter((row) => written.some((column) => column.text(row).toLowerCase().includes(search.toLowerCase()))), columns.find(({ key }) => key === sortKey), direction === 'down');

  return (
    <div onKeyDown={onKeyDown} role="presentation">
      <div className={styles.tools}>
        <Input className={styles.search} type="search" aria-label={`Search: ${caption}`} placeholder="Search" value={search} onChange={(_, { value }) => changeQuery({ search: value })} />
        <span className={layout.quiet} role="status">{inView.length === rows.length ? `${rows.length} in the list` : `${inView.length} of ${rows.length} in the list`}</span>
        <Button appearance="subtle" icon={<ArrowDownload16Regular />} onClick={() => download(fileName, tableAsCsv(written, inView))}>Download as CSV</Button>
      </div>
      {inView.length === 0 ? empty : narrow ? <Cards {...{ caption, columns, keyOf }} rows={inView} /> : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <caption className={layout.hidden}>{caption}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.key} scope="col" className={mergeClasses(styles.head, column.numeric && styles.numeric)} aria-sort={column.key !== sortKey ? undefined : direction === 'down' ? 'descending' : 'ascending'}>
                    {column.actions ? <span className={layout.hidden}>{column.name}</span> : (
                      <Button appearance="transparent" size="small" className={styles.sort} iconPosition="after"
                        icon={column.key !== sortKey ? null : direction === 'down' ? <ArrowDown16Regular /> : <ArrowUp16Regular />}
                        onClick={() => changeQuery({ sort: column.key === sortKey && direction !== 'down' ? `${column.key}.down` : column.key })}>
                        {column.name}
                      </Button>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {inView.map((row) => (
                <tr key={keyOf(row)}>
                  {columns.map((column, index) => {
                    const content = column.show?.(row) ?? column.text(row);
                    const style = mergeClasses(styles.cell, column.numeric && styles.numeric);
                    return index === 0 ? <th key={column.key} scope="row" className={style}>{content}</th> : <td key={column.key} className={style}>{content}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Cards<Row>({ caption, columns, rows, keyOf }: { readonly caption: string; readonly columns: readonly Column<Row>[]; readonly rows: readonly Row[]; readonly keyOf: (row: Row) => string }) {
  const styles = useStyles();
  const layout = useLayout();
  const actions = columns.filter((column) => column.actions);
  return (
    <ul className={layout.list} aria-label={caption}>
      {rows.map((row) => (
        <li key={keyOf(row)} className={styles.card}>
          <dl className={styles.pairs}>
            {columns.filter((column) => !column.actions && column.text(row) !== '').map((column, index) => (
              <div key={column.key} style={{ display: 'contents' }}><dt>{column.name}</dt><dd className={index === 0 ? styles.first : undefined}>{column.show?.(row) ?? column.text(row)}</dd></div>
            ))}
          </dl>
          {actions.map((column) => <div key={column.key}>{column.show?.(row)}</div>)}
        </li>
      ))}
    </ul>
  );
}

function sorted<Row>(rows: readonly Row[], column: Column<Row> | undefined, down: boolean): readonly Row[] {
  if (column === undefined) return rows;
  const value = column.sortBy ?? column.text;
  const compare = (a: string | number, b: string | number) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en-GB', { numeric: true }));
  return rows.toSorted((a, b) => compare(value(a), value(b)) * (down ? -1 : 1));
}

/** Hands the reader a file that was made or fetched on this page. */
export function download(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: fileName });
  link.click();
  URL.revokeObjectURL(address);
}
