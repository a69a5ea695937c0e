import type { Log } from './log.ts';

/**
 * Does something again and again, the next time only after the last is done. A fault is logged and does not end it.
 * @param pause in milliseconds between the end of one and the start of the next; asked anew each time where it changes
 * @returns how to stop it: the promise settles when what is under way is done
 */
export function repeat(what: string, pause: number | (() => number), task: () => Promise<void>, log: Log): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay = Promise.resolve();

  const next = () => {
    timer = setTimeout(() => {
      underWay = task().catch((error: unknown) => log.fault('repeated task failed', error, { what })).finally(() => { if (!stopped) next(); });
    }, typeof pause === 'number' ? pause : pause());
  };
  next();

  return () => {
    stopped = true;
    clearTimeout(timer);
    return underWay;
  };
}
