import type { Stage, StagePerson, SwitchesRequest } from '../api-model.ts';
import { make } from './element.ts';

/** The menu that makes the platform misbehave on purpose for one person: busy, blocked, not installed. */
export function createSwitches(panel: HTMLElement, person: StagePerson, change: (asked: SwitchesRequest) => void) {
  const count = make('input');
  count.type = 'number';
  count.min = '0';
  count.max = '1000';
  count.required = true;
  count.addEventListener('change', () => {
    if (count.validity.valid) change({ throttleNext: count.valueAsNumber });
  });
  const throttle = make('label', 'Messages of the bot to refuse as too many ', 'field');
  throttle.append(count);
  const blocks = toggle(`${person.name} blocks the bot`, (blocked) => change({ block: { person: person.key, blocked } }));
  const added = toggle(`The app is added for ${person.name}`, (installed) => change({ install: { person: person.key, installed } }));
  panel.append(make('p', 'Make Teams misbehave, to see what the app does.', 'quiet'), throttle, blocks.field, added.field);

  /** Sets the switches as they stand, but for the number that somebody is typing. */
  function show(stage: Stage, now: StagePerson): void {
    if (document.activeElement !== count) count.value = String(stage.throttledSends);
    blocks.box.checked = now.isBlocked;
    added.box.checked = now.hasApp;
  }

  return { show };
}

function toggle(label: string, change: (checked: boolean) => void): { field: HTMLElement; box: HTMLInputElement } {
  const field = make('label', '', 'check');
  const box = make('input');
  box.type = 'checkbox';
  box.addEventListener('change', () => change(box.checked));
  field.append(box, label);
  return { field, box };
}
