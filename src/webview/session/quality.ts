/** How a number is known: a shape and a word, never a colour alone. */
import type { Quality } from '../../core/usage/usageRecord.ts';
import { drawing, element } from '../dom.ts';

const shapes = {
  filled: () => drawing('circle', { class: 'solid', cx: 5, cy: 5, r: 4 }),
  square: () => drawing('rect', { class: 'solid', x: 1.5, y: 1.5, width: 7, height: 7 }),
  half: () => drawing('path', { class: 'solid', d: 'M5 1a4 4 0 0 1 0 8z' }),
  ring: () => drawing('circle', { cx: 5, cy: 5, r: 3.5 }),
  dash: () => drawing('path', { d: 'M1.5 5h7' }),
} as const;

const known: Readonly<Record<Quality, readonly [word: string, shape: keyof typeof shapes, meaning: string]>> = {
  exact: ['exact', 'filled', 'Counted by the provider'],
  reported: ['reported', 'square', 'Said by the agent'],
  calibrated: ['estimate', 'ring', 'Estimated from text, and calibrated'],
  estimated: ['estimate', 'ring', 'Estimated from text'],
  partial: ['partial', 'half', 'Known to be too low'],
  unpriced: ['no price', 'dash', 'No price is known'],
};

/** The shape and the word of a quality. */
export function qualityMark(quality: Quality): HTMLElement {
  const [word, shape, meaning] = known[quality];
  const mark = drawing('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' }, shapes[shape]());
  return element('span', { class: 'quality', title: meaning }, mark, word);
}
