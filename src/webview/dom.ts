/** Makes elements. Text is only ever set as text, and there are no inline styles: the page's policy allows neither. */

/** Attributes; null and false leave one out, true sets it empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** What stands inside an element; null stands for nothing. */
export type Child = Node | string | null;

/** An HTML element: `element('td', { class: 'r' }, '$2.65')`. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element: `drawing('rect', { x: 0, width: 12 })`. */
export function drawing<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** Sets one attribute; null and false take it away. */
export function setAttribute(target: Element, name: string, value: Attributes[string]): void {
  if (value === null || value === false || value === undefined) {
    target.removeAttribute(name);
  } else {
    target.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A button that does something. */
export function button(attributes: Attributes, onClick: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, ...children);
  made.addEventListener('click', onClick);
  return made;
}

/**
 * Rebuilds a host's content only when what it is made from has changed, so that focus, hovers and what a screen reader reads
 * stay while the same figures come again. Returns whether it was rebuilt.
 */
export function refill(host: HTMLElement, from: unknown, build: () => readonly Child[]): boolean {
  const signature = JSON.stringify(from);
  if (signatures.get(host) === signature) {
    return false;
  }
  signatures.set(host, signature);
  host.replaceChildren(...build().filter((child) => child !== null));
  return true;
}

/** What hosts were last built from; a host that goes takes its entry along. */
const signatures = new WeakMap<HTMLElement, string>();

function filled<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(made, name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
