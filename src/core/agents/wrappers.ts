/** Elements that editors and agents put around what a person typed. */

/**
 * A text without its leading `<ide_selection>…</ide_selection>`-like elements; nothing when one is never closed. A wrapper's name has a
 * `-` or a `_`, which tells it from HTML: `withoutWrappers('<a-b>x</a-b> fix it')` is 'fix it'.
 */
export function withoutWrappers(text: string): string {
  let rest = text.trim();
  for (;;) {
    const tag = /^<([a-z]+(?:[-_][a-z]+)+)>/.exec(rest)?.[1];
    if (tag === undefined) {
      return rest;
    }
    const close = `</${tag}>`;
    const end = rest.indexOf(close);
    rest = end < 0 ? '' : rest.slice(end + close.length).trim();
  }
}
