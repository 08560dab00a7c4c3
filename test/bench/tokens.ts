/**
 * How fast tokens are counted, here and now: `npx node test/bench/tokens.ts`. Medians in milliseconds, with js-tiktoken's on the same
 * texts in the same run beside them. Reports only; a slow machine is no failure.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100kRanks from 'js-tiktoken/ranks/cl100k_base';
import o200kRanks from 'js-tiktoken/ranks/o200k_base';
import { countSections } from '../../src/core/prompts/countSections.ts';
import { type PromptKind, promptKind } from '../../src/core/prompts/promptFile.ts';
import { layOutPrompt } from '../../src/core/prompts/sections.ts';
import { createBpeCounter } from '../../src/core/tokens/bpeCounter.ts';
import { createIncrementalCounter } from '../../src/core/tokens/incrementalCounter.ts';
import { packVocabulary, readVocabulary } from '../../src/core/tokens/vocabulary.ts';

const root = path.join(import.meta.dirname, '../..');

function median(rounds: number, run: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] ?? 0;
}

function say(name: string, ...columns: string[]): void {
  process.stdout.write(`${name.padEnd(34)}${columns.map((column) => column.padStart(16)).join('')}\n`);
}

const milliseconds = (time: number) => `${time.toFixed(time < 1 ? 3 : 1)} ms`;

const claudeMemory = promptKind('CLAUDE.md') as PromptKind;

const filesLike = (pattern: string, length: number) =>
  globSync(pattern, { cwd: root })
    .sort()
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .join('\n')
    .slice(0, length);

const markdown = filesLike(
  'node_modules/{esbuild,fast-check,jsonc-parser,smol-toml,knip,tiktoken,mocha,semver,minimatch}/*.md',
  200_000,
);

/** js-tiktoken takes minutes for unbroken Chinese, so its sentences are short here. */
const texts: Readonly<Record<string, string>> = {
  Markdown: markdown,
  TypeScript: filesLike('src/**/*.ts', 200_000),
  JSON: readFileSync(path.join(root, 'package-lock.json'), 'utf8').slice(0, 130_000),
  'Chinese, short sentences': '我们统一编码。大家都能读写，很好！😀\n'.repeat(1000),
  base64: Buffer.from(markdown).toString('base64').slice(0, 100_000),
};

for (const [name, ranks] of Object.entries({ o200k_base: o200kRanks, cl100k_base: cl100kRanks })) {
  say(`\n${name}`, 'Meterline', 'js-tiktoken', 'times as fast', 'MB/s');
  const packed = packVocabulary(ranks);
  let encoder = new Tiktoken(ranks);
  const load = median(7, () => readVocabulary(packed));
  const theirLoad = median(1, () => {
    encoder = new Tiktoken(ranks);
  });
  say(
    `load, ${(packed.length / 1e6).toFixed(2)} MB`,
    milliseconds(load),
    milliseconds(theirLoad),
    (theirLoad / load).toFixed(0),
  );
  const count = createBpeCounter(readVocabulary(packed));
  for (const [what, text] of Object.entries(texts)) {
    const ours = median(9, () => count(text));
    const theirs = median(3, () => encoder.encode(text, [], []));
    const speed = Buffer.byteLength(text) / 1e3 / ours;
    say(
      `${what}, ${text.length} units`,
      milliseconds(ours),
      milliseconds(theirs),
      (theirs / ours).toFixed(0),
      speed.toFixed(0),
    );
  }
  for (const [what, atom] of Object.entries({
    a: 'a',
    spaces: ' ',
    'line breaks': '\n',
    'unbroken Chinese': '统一码联盟',
  })) {
    const text = atom.repeat(100_000 / atom.length);
    say(`100,000 units of ${what}`, milliseconds(median(3, () => count(text))));
  }
  say('keystroke, by size of document');
  for (const size of [10_000, 100_000, 1_000_000]) {
    const text = markdown.repeat(Math.ceil(size / markdown.length)).slice(0, size);
    const counter = createIncrementalCounter(count, text);
    const first = median(1, () => counter.total());
    const key = median(301, () => {
      counter.edit(size >> 1, 0, 'x');
      return counter.total();
    });
    const sections = median(5, () => {
      const whole = counter.text();
      return countSections(layOutPrompt(whole, claudeMemory), {
        text: whole,
        countRange: counter.countRange,
        countText: count,
      });
    });
    say(`  ${size}`, milliseconds(key), `first ${milliseconds(first)}`, `sections ${milliseconds(sections)}`);
  }
}
