import type { ExchangePage as Page } from '../../../src/assurance/exchange/exchange-model.ts';
import { useLayout } from '../../components/layout.ts';
import { LoadedPage } from '../../components/page-frame.tsx';
import { useLoaded } from '../../services.ts';
import { ExportPart } from './export-part.tsx';
import { ImportPart } from './import-part.tsx';

/** For the board office: the register's lists as files, and the partnership's own spreadsheets into the register. */
export default function ExchangePage() {
  const layout = useLayout();
  const { loaded, reload } = useLoaded('exchange', {});
  return (
    <LoadedPage name="Import and export" loaded={loaded} reload={() => void reload()} heading={({ heading }) => heading} shape="form">
      {(page: Page) => (
        <div className={layout.loose}>
          <ExportPart lists={page.lists} />
          <ImportPart subjects={page.subjects} />
        </div>
      )}
    </LoadedPage>
  );
}
