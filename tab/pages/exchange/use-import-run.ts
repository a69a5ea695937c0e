import { useCallback, useEffect, useRef, useState } from 'react';
import { BATCH_ROWS, type ImportPreview, type RowOutcome } from '../../../src/assurance/exchange/exchange-model.ts';
import { useServices } from '../../services.ts';

/** An import under way or over: what became of the rows so far, and why it ended early if it did. */
export type ImportRun = {
  readonly state: 'running' | 'finished' | 'stopped';
  readonly preview: ImportPreview;
  readonly planned: number;
  readonly rows: readonly RowOutcome[];
  readonly trouble?: string;
};

const TRIES = 3;
const PAUSE_MS = 1_000;

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/**
 * Sends the rows that would be written, batch after batch, at the pace the server asks for. A batch may be sent twice, because each row is found
 * again by its key; so a failure is tried again, and an import that was stopped can be begun anew.
 */
export function useImportRun() {
  const { api } = useServices();
  const [run, setRun] = useState<ImportRun | undefined>();
  const stopped = useRef(false);
  useEffect(() => () => { stopped.current = true; }, []);

  const start = useCallback(async (preview: ImportPreview) => {
    const { subject, fileName, mapping } = preview;
    const writing = preview.rows.filter(({ outcome }) => outcome === 'insert' || outcome === 'update').map(({ place, cells }) => ({ place, cells }));
    const done: RowOutcome[] = [];
    const show = (state: ImportRun['state'], trouble?: string) => setRun({ state, preview, planned: writing.length, rows: [...done], ...(trouble === undefined ? {} : { trouble }) });
    const send = async (at: number) => {
      const body = { subject, fileName, mapping, rows: writing.slice(at, at + BATCH_ROWS) };
      let result = await api.call('importRows', { body });
      for (let attempt = 1; attempt < TRIES && !result.ok && (result.failure.kind === 'offline' || result.failure.kind === 'failed') && !stopped.current; attempt += 1) {
        await wait(PAUSE_MS * attempt);
        result = await api.call('importRows', { body });
      }
      return result;
    };
    stopped.current = false;
    show('running');
    for (let at = 0; at < writing.length; at += BATCH_ROWS) {
      const result = await send(at);
      if (!result.ok) return show('stopped', result.failure.message);
      done.push(...result.answer.rows);
      if (stopped.current) return show('stopped');
      show('running');
      if (at + BATCH_ROWS < writing.length) await wait(result.answer.waitMilliseconds);
    }
    return show('finished');
  }, [api]);

  const stop = useCallback(() => { stopped.current = true; }, []);
  const forget = useCallback(() => setRun(undefined), []);
  return { run, start, stop, forget };
}
