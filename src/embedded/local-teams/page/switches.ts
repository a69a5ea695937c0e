import type { Stage, StagePerson, SwitchesRequest } from '../api-model.ts';
import { make } from './element.ts';

/** The menu that makes the platform misbehave on purpose: busy, blocked, not installed. */
export function createSwitches(panel: HTMLElement, change: (asked: SwitchesRequest) => void) {
  function show(stage: Stage, person: StagePerson): void {
    panel.replaceChildren(
      make('p', 'Make Teams misbehave, to see what the app does.', 'quiet'),
      throttle(stage.throttledSends),
      toggle(`${person.name} blocks the bot`, person.isBlocked, (blocked) => change({ block: { person: person.key, blocked } })),
      toggle(`The app is added for ${person.name}`, person.hasApp, (installed) =>
        change({ install: { person: person.key, installed } }),
      ),
    );
  }

  function throttle(left: number): HTMLElement {
    const field = make('label', 'Messages of the bot to refuse as too many ', 'field');
    const count = make('input');
    count.type = 'number';
    count.min = '0';
    count.max = '1000';
    count.value = String(left);
    count.addEventListener('change', () => {
      if (count.validity.valid) change({ throttleNext: Number(count.value) });
    });
    field.append(count);
    return field;
  }

  return { show };
}

function toggle(label: string, checked: boolean, change: (checked: boolean) => void): HTMLElement {
  const field = make('label', '', 'check');
  const box = make('input');
  box.type = 'checkbox';
  box.checked = checked;
  box.addEventListener('change', () => change(box.checked));
  field.append(box, ` ${label}`);
  return field;
}
