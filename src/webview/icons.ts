/** The pages' icons, drawn here: outlines of 16 px in the colour of the text. A word stands beside each that says something. */
import { drawing } from './dom.ts';

const paths = {
  swap: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM6 8a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  card: 'M2 3.5h12v9H2zM2 6.5h12M4 10h3',
  right: 'M6 3.5L10.5 8 6 12.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  warning: 'M8 2.2L14.3 13.5H1.7zM8 6.5v3.2M8 11.3v.4',
  error: 'M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  clock: 'M2 8a6 6 0 1 0 12 0A6 6 0 1 0 2 8M8 4.5V8l2.5 1.5',
  fold: 'M8 1.5v4M5.8 3.5L8 5.7l2.2-2.2M8 14.5v-4M5.8 12.5L8 10.3l2.2 2.2M2.5 8h11',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof paths;

/** An icon; `attributes` place it inside a chart. */
export function icon(name: IconName, attributes: Readonly<Record<string, number>> = {}): SVGSVGElement {
  return drawing(
    'svg',
    { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', ...attributes },
    drawing('path', { d: paths[name] }),
  );
}
