import { Button, Field, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { FILE_ROUTES } from '../../../src/api-contract/routes.ts';
import type { ExchangePage } from '../../../src/assurance/exchange/exchange-model.ts';
import { download } from '../../components/data-table.tsx';
import { useLayout } from '../../components/layout.ts';
import { useServices } from '../../services.ts';

/** Choose a list, or all of them, and take it along. */
export function ExportPart({ lists }: { readonly lists: ExchangePage['lists'] }) {
  const layout = useLayout();
  const { api, tell } = useServices();
  const [chosen, choose] = useState(lists[0]?.name ?? '');
  const [trouble, setTrouble] = useState<string | undefined>();
  const [fetching, setFetching] = useState(false);
  const list = lists.find(({ name }) => name === chosen);

  async function take(path: string, fileName: string): Promise<void> {
    setFetching(true);
    const file = await api.download(path);
    setFetching(false);
    setTrouble(file.ok ? undefined : `${fileName} could not be downloaded. ${file.failure.message}`);
    if (!file.ok) return;
    download(fileName, file.answer);
    tell(`${fileName} is downloaded.`);
  }
  const takeList = (format: 'csv' | 'xlsx') => void take(`${FILE_ROUTES.exportList.replace(':key', encodeURIComponent(chosen))}?format=${format}`, `${chosen.replaceAll('_', '-')}.${format}`);
  const takeAll = (format: 'zip' | 'xlsx') => void take(`${FILE_ROUTES.exportAll}?format=${format}`, `register.${format}`);

  return (
    <section aria-labelledby="export" className={layout.stack}>
      <h2 id="export" className={layout.h2}>Export</h2>
      <p className={layout.written}>Every list of the register, each with a data dictionary. What agencies are still writing is not exported. Small numbers are not suppressed, so keep these files inside the partnership.</p>
      {trouble === undefined ? null : <MessageBar intent="error" layout="multiline" politeness="assertive"><MessageBarBody>{trouble}</MessageBarBody></MessageBar>}
      <Field label="List" hint={list === undefined ? null : `${list.purpose} ${list.rows.toLocaleString('en-GB')} ${list.rows === 1 ? 'row' : 'rows'}.${list.contact ? ' Holds names or addresses of officers.' : ''}`} style={{ maxWidth: '32rem' }}>
        <Select value={chosen} onChange={(_, { value }) => choose(value)}>
          {lists.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
        </Select>
      </Field>
      <div className={layout.row}>
        <Button disabled={fetching} onClick={() => takeList('xlsx')}>Download this list for Excel</Button>
        <Button disabled={fetching} onClick={() => takeList('csv')}>Download this list as CSV</Button>
      </div>
      <div className={layout.row}>
        <Button disabled={fetching} onClick={() => takeAll('xlsx')}>Download everything for Excel</Button>
        <Button disabled={fetching} onClick={() => takeAll('zip')}>Download everything as CSV files</Button>
      </div>
    </section>
  );
}
