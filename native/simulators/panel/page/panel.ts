import type { MachineState, PanelState } from '../state.ts';
import { drawMachine } from './booth.ts';
import { act, button, el } from './dom.ts';

let chosen = 1;
let latest: PanelState | null = null;
let drawn = '';

/** What the drawing depends on: bytes that pass are counted beside it, and must not take a button from under a finger. */
function pictureOf({ machines }: PanelState): string {
  return JSON.stringify([chosen, machines.map((one) => ({ ...one, heardBytes: 0, saidBytes: 0, complaints: null }))]);
}

function line(machine: MachineState, faultKinds: PanelState['faultKinds']): HTMLElement {
  const { id, path, fault, plugged, heardBytes, saidBytes, complaints } = machine;
  const options = faultKinds.map((kind) => el('option', { value: kind, selected: kind === fault }, kind));
  const select = el('select', { 'aria-label': `fault on the line of ${id}` }, ...options) as HTMLSelectElement;
  select.addEventListener('change', () => void act(`${id} fault ${select.value}`));
  return el(
    'article',
    { class: 'line', 'data-device': id, 'data-well': plugged && fault === 'none' },
    el('h2', {}, id, el('small', {}, path)),
    el(
      'div',
      { class: 'hands' },
      select,
      plugged ? button('unplug', `${id} unplug`) : button('plug in', `${id} plug`),
      el('span', { class: 'bytes' }, `${heardBytes} bytes heard, ${saidBytes} said`),
    ),
    complaints.count === 0
      ? el('p', { class: 'complaints none' }, 'no complaint of the host')
      : el(
          'ol',
          { class: 'complaints' },
          el('li', {}, `${complaints.count} complaints of the host:`),
          ...complaints.last.map((text) => el('li', {}, text)),
        ),
  );
}

/** Where the keyboard was, so that it is there again when the buttons have been drawn anew. */
function focusedPlace(): string | null {
  const focused = document.activeElement;
  const named = ['data-line', 'aria-label'].find((name) => focused?.hasAttribute(name));
  return named ? `[${named}="${CSS.escape(focused?.getAttribute(named) ?? '')}"]` : null;
}

function show(state: PanelState): void {
  latest = state;
  const picture = pictureOf(state);
  const lines = document.querySelector('#lines');
  if (picture !== drawn) {
    drawn = picture;
    const choose = (compartment: number) => {
      chosen = compartment;
      if (latest) show(latest);
    };
    const focused = focusedPlace();
    const parts = state.machines.map((machine) => drawMachine(machine, state.cards, { chosen, choose }));
    document.querySelector('#booth')?.replaceChildren(...parts);
    lines?.replaceChildren(...state.machines.map((machine) => line(machine, state.faultKinds)));
    if (focused) document.querySelector<HTMLElement>(focused)?.focus();
    return;
  }
  for (const { id, heardBytes, saidBytes, complaints } of state.machines) {
    const place = lines?.querySelector(`[data-device="${id}"]`);
    place?.querySelector('.bytes')?.replaceChildren(`${heardBytes} bytes heard, ${saidBytes} said`);
    if (complaints.count > 0 && place?.querySelector('.complaints.none')) drawn = '';
  }
}

const events = new EventSource('/events');
events.addEventListener('message', ({ data }) => {
  document.body.dataset.link = 'well';
  show(JSON.parse(data));
});
events.addEventListener('error', () => {
  document.body.dataset.link = 'lost';
});
