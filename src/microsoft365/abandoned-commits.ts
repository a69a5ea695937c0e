import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { recoverCommit } from './commit-recovery.ts';
import { commitDeadline } from './commit-writer.ts';
import type { GraphClient } from './graph-client.ts';
import type { GraphTiming } from './graph-timing.ts';
import type { HistoryLog, Told } from './history-log.ts';
import type { ListRows } from './list-rows.ts';

type House = {
  readonly client: Pick<GraphClient, 'batch'>;
  readonly timing: Pick<GraphTiming, 'monotonic' | 'sleep' | 'random'>;
  readonly rows: ReadonlyMap<AnyRecordDefinition, ListRows>;
  readonly history: HistoryLog;
  /** Whether a commit is one of this process's own that only lacks its mark. */
  readonly isDone: (told: Told) => boolean;
  readonly note: (message: string) => void;
  /** Milliseconds after which a commit of one row that is still under way is taken to be left behind; larger ones are given longer. */
  readonly lease: number;
};

/** Watches over commits under way, whoever's they are, and finishes those that nobody goes on with. */
export class AbandonedCommits {
  readonly #house: House;
  /** Since when each has been seen by this process's own clock, which no other clock has to agree with. */
  readonly #seen = new Map<string, number>();

  constructor(house: House) {
    this.#house = house;
  }

  /** Takes note of what is under way now. */
  look(): void {
    const now = this.#house.timing.monotonic();
    const underWay = new Set(this.#underWay().map(({ commit }) => commit));
    for (const commit of this.#seen.keys()) if (!underWay.has(commit)) this.#seen.delete(commit);
    for (const commit of underWay) if (!this.#seen.has(commit)) this.#seen.set(commit, now);
  }

  /** Finishes or takes back what another process, or this one before a cut, left half done. */
  async finish(): Promise<void> {
    const { timing, rows, note, lease } = this.#house;
    const now = timing.monotonic();
    for (const told of this.#underWay()) {
      if (now - (this.#seen.get(told.commit) ?? now) < lease + commitDeadline(told.rows.size) - commitDeadline(1)) continue;
      const outcome = await recoverCommit({ ...this.#house, lists: new Map([...rows].map(([{ name }, { list }]) => [name, list])) }, told);
      note(outcome === 'later' ? 'A commit that was left half done could not be finished yet.' : `A commit that was left half done has been ${outcome}.`);
    }
  }

  #underWay(): readonly Told[] {
    return this.#house.history.underWay().filter((told) => !this.#house.isDone(told));
  }
}
