import { Button, Link, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import { FILE_ROUTES } from '../../src/api-contract/routes.ts';
import type { ReturnReading } from '../../src/assurance/returns/return-reading-model.ts';
import { useAsk } from '../components/ask-dialog.tsx';
import { download } from '../components/data-table.tsx';
import { useLayout } from '../components/layout.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { momentInLondon } from '../london-time.ts';
import { linkTo, navigate, useQuery } from '../router.tsx';
import { useLoaded, useServices } from '../services.ts';
import { ReadFigures } from './read-figures.tsx';
import { ReadSection } from './read-section.tsx';
import { QueryThread } from './query-thread.tsx';

const FORMATS = [['docx', 'Word'], ['html', 'Web page'], ['csv', 'CSV']] as const;

/** A submitted return as it is read: the agency's words and figures beside last quarter's. */
export default function ReturnReadingPage({ returnKey }: { readonly returnKey: string }) {
  const layout = useLayout();
  const { api, host } = useServices();
  const [query, changeQuery] = useQuery();
  const version = query.get('version') ?? undefined;
  const { loaded, reload } = useLoaded('returnReading', { params: { key: returnKey }, query: version === undefined ? {} : { version } });
  const { ask, dialog } = useAsk();
  const [trouble, setTrouble] = useState<string | undefined>();
  const done = () => void reload();

  async function fetchFile(path: string, fileName: string): Promise<void> {
    const file = await api.download(path);
    setTrouble(file.ok ? undefined : `${fileName} could not be downloaded. ${file.failure.message}`);
    if (file.ok) download(fileName, file.answer);
  }

  const actions = (reading: ReturnReading) => (
    <>
      {reading.can.accept ? (
        <Button appearance="primary" onClick={() => ask({
          title: `Accept the return of ${reading.agencyName}`, intro: `${reading.quarterName}, version ${reading.version}, receipt ${reading.receipt}. The agency is thanked and told that it is accepted.`, confirm: 'Accept this return',
          send: () => api.call('acceptReturn', { params: { key: returnKey } }), done,
        })}>Accept</Button>
      ) : null}
      {reading.can.correct ? (
        <Button onClick={() => ask({
          title: 'Correct this return', intro: 'What was submitted stays as it is. You write a new version from it, and say why when you submit it.', confirm: 'Start the correction',
          send: () => api.call('startCorrection', { params: { key: returnKey }, query: {} }), done: () => navigate(pageAddress.returnForm(returnKey)),
        })}>Correct</Button>
      ) : null}
      {FORMATS.map(([format, name]) => (
        <Button key={format} icon={<ArrowDownload16Regular />} onClick={() => void fetchFile(`${FILE_ROUTES.downloadReturn.replace(':key', encodeURIComponent(returnKey))}?version=${reading.version}&format=${format}`, `${returnKey}-v${reading.version}.${format}`)} aria-label={`Download as ${name}`}>{name}</Button>
      ))}
      {host.inTeams ? null : <Button onClick={() => window.print()}>Print</Button>}
    </>
  );

  return (
    <LoadedPage name="Return" loaded={loaded} reload={done} heading={(reading) => `${sentenceCase(reading.state)}: ${reading.agencyName}, ${reading.quarterName}`} shape="form" actions={actions}>
      {(reading) => (
        <div className={layout.loose}>
          {trouble === undefined ? null : <MessageBar intent="error" layout="multiline" politeness="assertive"><MessageBarBody>{trouble}</MessageBarBody></MessageBar>}
          <div className={layout.stack}>
            <span>{reading.period}. Receipt {reading.receipt}. Submitted by {reading.submittedByName}{reading.onBehalf ? ' of the board office, on behalf of the agency' : ''} on {momentInLondon(reading.submittedAt)}{reading.signedOffByName === undefined ? '' : `, signed off by ${reading.signedOffByName}`}.</span>
            {reading.versions.length < 2 ? null : (
              <Select aria-label="Version" style={{ maxWidth: '24rem' }} value={String(reading.version)} onChange={(_, { value }) => changeQuery({ version: value })}>
                {reading.versions.map((each) => <option key={each.version} value={each.version}>Version {each.version}: {each.words}</option>)}
              </Select>
            )}
          </div>
          {reading.sections.map((section) => <ReadSection key={section.key} section={section} reading={reading} ask={ask} done={done} />)}
          <ReadFigures figures={reading.figures} />
          {reading.attachments.length === 0 ? null : (
            <section aria-labelledby="attachments" className={layout.stack}>
              <h2 id="attachments" className={layout.h2}>Attached reports</h2>
              <ul className={layout.list}>
                {reading.attachments.map(({ key, fileName, bytes }) => <li key={key}><Link as="button" onClick={() => void fetchFile(FILE_ROUTES.attachment.replace(':key', encodeURIComponent(key)), fileName)}>{fileName} ({Math.ceil(bytes / 1024).toLocaleString('en-GB')} kB)</Link></li>)}
              </ul>
            </section>
          )}
          <section aria-labelledby="whole" className={layout.stack}>
            <h2 id="whole" className={layout.h2}>Queries about the whole return</h2>
            <QueryThread section={undefined} reading={reading} ask={ask} done={done} />
          </section>
          {reading.can.answerQuery ? <p><Button as="a" {...linkTo(pageAddress.returnForm(returnKey))}>Open the form</Button></p> : null}
          {dialog}
        </div>
      )}
    </LoadedPage>
  );
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
