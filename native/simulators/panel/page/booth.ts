import type { MachineState, PanelState } from '../state.ts';
import { act, button, el } from './dom.ts';

type Of<C extends MachineState['class']> = Extract<MachineState, { class: C }>;

function part(machine: MachineState, title: string, says: string, ...children: HTMLElement[]): HTMLElement {
  const isWell = machine.plugged && machine.fault === 'none';
  return el(
    'article',
    { class: `part ${machine.class}`, 'data-device': machine.id, 'data-well': isWell },
    el('h2', {}, title, el('small', {}, says)),
    ...children,
  );
}

function door(state: Of<'door'>): HTMLElement {
  const { id, lock, leaf, presence, lights } = state;
  const person = presence === 'present' ? el('i', { class: 'person', title: 'a person' }) : null;
  const frame = el(
    'div',
    { class: 'frame', 'data-leaf': leaf, 'data-lights': lights },
    el('i', { class: 'lamp' }),
    person,
    el('i', { class: 'leaf' }, el('b', { 'data-lock': lock })),
  );
  const isOpen = leaf === 'open';
  const hands = el(
    'div',
    { class: 'hands' },
    isOpen ? button('shut', `${id} close`) : button('pull', `${id} open`),
    isOpen ? null : button('push from inside', `${id} push`),
    presence === 'absent' ? button('step in', `${id} enter`, { disabled: !isOpen }) : button('leave', `${id} leave`),
    button('weld sensor', `${id} stick`),
    button('free sensor', `${id} free`),
  );
  return part(state, '门 door', `${lock}, ${leaf}, lights ${lights}`, frame, hands);
}

function locker(state: Of<'locker'>, { chosen, choose }: Choice): HTMLElement {
  const { id, compartments, lastPulse } = state;
  const doors = compartments.map(({ compartment, door: leaf, item }) =>
    el(
      'button',
      {
        type: 'button',
        class: 'compartment',
        'data-door': leaf,
        'data-item': item,
        'data-chosen': compartment === chosen,
        'aria-label': `compartment ${compartment}, ${leaf}, ${item === 'present' ? 'with an envelope' : 'empty'}`,
        click() {
          choose(compartment);
          void act(`${id} ${leaf === 'open' ? 'close' : 'open'} ${compartment}`);
        },
      },
      String(compartment),
    ),
  );
  const hands = el(
    'div',
    { class: 'hands' },
    el('span', {}, `compartment ${chosen}:`),
    button('put in', `${id} put ${chosen}`),
    button('take out', `${id} take ${chosen}`),
    button('lock sticks', `${id} stick ${chosen} lock`),
    button('sensor sticks', `${id} stick ${chosen} sensor`),
    button('nothing sticks', `${id} stick ${chosen} none`),
  );
  const says = lastPulse === null ? 'no pulse yet' : `last pulse: ${lastPulse}`;
  return part(
    state,
    '柜 locker',
    `${says}; a click opens by key, or shuts`,
    el('div', { class: 'cabinet' }, ...doors),
    hands,
  );
}

function printer(state: Of<'printer'>): HTMLElement {
  const { id, paper, cover, cutter, slips, uncutLines } = state;
  const slip =
    slips === 0
      ? el('p', { class: 'slip none' }, 'nothing printed yet')
      : el('img', { class: 'slip', src: `/slip.png?number=${slips}`, alt: `slip ${slips}` });
  const hands = el(
    'div',
    { class: 'hands' },
    ...(['full', 'low', 'out'] as const).map((level) =>
      button(`paper ${level}`, `${id} paper ${level}`, { 'aria-pressed': String(paper === level) }),
    ),
    button('ends after 8 lines', `${id} ends-after 8`),
    cover === 'open' ? button('close cover', `${id} cover closed`) : button('open cover', `${id} cover open`),
    cutter === 'jammed' ? button('free cutter', `${id} cutter free`) : button('jam cutter', `${id} cutter jammed`),
    button('take slip', `${id} tear`),
  );
  const rest = uncutLines > 0 ? `, ${uncutLines} lines uncut` : '';
  const says = `paper ${paper}, cover ${cover}, cutter ${cutter}, slips ${slips}${rest}`;
  return part(state, '打印机 printer', says, el('div', { class: 'mouth' }, slip), hands);
}

/** The box keeps what is typed while everything around it is drawn anew. */
const codeBox = el('input', {
  type: 'text',
  value: 'XW-DEMO-4821',
  'aria-label': 'text of the code',
}) as HTMLInputElement;

function scanner(state: Of<'scanner'>): HTMLElement {
  const hands = el(
    'div',
    { class: 'hands' },
    codeBox,
    el('button', { type: 'button', click: () => void act(`${state.id} scan ${codeBox.value}`) }, 'show code'),
    button('take away', `${state.id} remove`),
  );
  return part(state, '扫码 scanner', state.triggered ? 'looks for a code' : 'waits to be told', hands);
}

function idReader(state: Of<'id-reader'>, cards: readonly string[]): HTMLElement {
  const pad = el('div', { class: 'pad', 'data-laid': state.laid !== null }, state.laid ?? 'no card');
  const hands = el(
    'div',
    { class: 'hands' },
    ...cards.map((card) => button(card, `${state.id} lay ${card}`)),
    button('lift', `${state.id} lift`, { disabled: state.laid === null }),
    button('SAM unlicensed', `${state.id} sam unlicensed`),
    button('SAM well', `${state.id} sam ok`),
  );
  return part(state, '身份证 ID reader', `cards of nobody; read ${state.reads} times`, pad, hands);
}

function ups(state: Of<'ups'>): HTMLElement {
  const { id, mains, chargePercent, testing } = state;
  const charge = el('meter', { min: '0', max: '100', low: '20', value: String(chargePercent) });
  const hands = el(
    'div',
    { class: 'hands' },
    mains === 'present' ? button('cut mains', `${id} mains cut`) : button('mains back', `${id} mains back`),
    button('drain to 60 %', `${id} battery 60`),
    button('drain to 10 %', `${id} battery 10`),
    button('full', `${id} battery 100`),
  );
  const says = `mains ${mains}, battery ${chargePercent} %${testing ? ', testing' : ''}`;
  return part(state, '不间断电源 UPS', says, charge, hands);
}

/** A click on a compartment chooses it for the buttons below the cabinet. */
export interface Choice {
  readonly chosen: number;
  readonly choose: (compartment: number) => void;
}

export function drawMachine(machine: MachineState, cards: PanelState['cards'], choice: Choice): HTMLElement {
  switch (machine.class) {
    case 'door':
      return door(machine);
    case 'locker':
      return locker(machine, choice);
    case 'printer':
      return printer(machine);
    case 'scanner':
      return scanner(machine);
    case 'id-reader':
      return idReader(machine, cards);
    case 'ups':
      return ups(machine);
  }
}
