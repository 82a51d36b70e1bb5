type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | boolean | (() => void)>>;

/** Makes an element; functions are listeners of the click. */
export function el(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener('click', value);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const word = () => document.querySelector('#word');

/** Does one physical thing, and says when it cannot be done. */
export async function act(line: string): Promise<void> {
  const response = await fetch('/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ line }),
  });
  const answer: { ok: boolean; error?: string } = await response.json();
  word()?.replaceChildren(answer.ok ? line : `${line}: ${answer.error}`);
  word()?.toggleAttribute('data-bad', !answer.ok);
}

/** A button that does one physical thing. */
export function button(text: string, line: string, attributes: Attributes = {}): HTMLElement {
  return el('button', { type: 'button', 'data-line': line, click: () => void act(line), ...attributes }, text);
}
