import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PromptKind } from '../../../src/core/prompts/promptFile.ts';
import { promptKind } from '../../../src/core/prompts/promptFile.ts';
import { layOutPrompt, promptSections } from '../../../src/core/prompts/sections.ts';

const kindOf = (path: string): PromptKind => promptKind(path) ?? assert.fail(path);
const claude = kindOf('CLAUDE.md');
const agents = kindOf('AGENTS.md');
const steering = kindOf('.kiro/steering/a.md');

const headings = (text: string, kind = agents) =>
  promptSections(text, kind)
    .slice(1)
    .map(({ line, level, title }) => [line, level, title]);

const sent = (text: string, kind: PromptKind) =>
  layOutPrompt(text, kind)
    .sent.map(({ from, to }) => text.slice(from, to))
    .join('');

describe('the sections of a prompt file', () => {
  it('begin with the whole file', () => {
    assert.deepEqual(promptSections('intro\n# A\n', agents)[0], {
      ...{ line: 0, title: '', level: 0, startOffset: 0, endOffset: 10 },
    });
    assert.equal(promptSections('', agents).length, 1);
  });

  it('run from a heading to the next of any level', () => {
    const text = 'intro\n# A\none\n## B\ntwo\n# C';
    const parts = promptSections(text, agents).slice(1);
    assert.deepEqual(
      parts.map(({ startOffset, endOffset }) => text.slice(startOffset, endOffset)),
      ['# A\none\n', '## B\ntwo\n', '# C'],
    );
  });

  it('have lines and offsets that hold for every kind of line break', () => {
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const text = ['# A', 'x', '', '## B', 'y', ''].join(lineBreak);
      const [, a, b] = promptSections(text, agents);
      assert.deepEqual([a?.line, a?.title, b?.line, b?.title], [0, 'A', 3, 'B']);
      assert.ok(text.slice(b?.startOffset).startsWith('## B'));
    }
  });

  it('are ATX headings as CommonMark has them', () => {
    const text = [
      '# A',
      '#',
      '####### seven',
      '#tag',
      '   ## three spaces',
      '    # four',
      '## B ##',
      '# C#',
      '### D ### x',
      '#\tE',
      '## ##',
    ];
    assert.deepEqual(headings(text.join('\n')), [
      [0, 1, 'A'],
      [1, 1, ''],
      [4, 2, 'three spaces'],
      [6, 2, 'B'],
      [7, 1, 'C#'],
      [8, 3, 'D ### x'],
      [9, 1, 'E'],
      [10, 2, ''],
    ]);
  });

  it('do not begin inside fences, whichever mark and length open them', () => {
    const fenced = (open: string, close: string) => `# A\n${open}\n# no\n${close}\n# B`;
    for (const [open, close] of [
      ['```', '```'],
      ['```bash', '```'],
      ['~~~ md', '~~~~'],
      ['````\n```', '````'],
      ['  - ```sh', '    ```'],
      ['1. ~~~', '   ~~~'],
      ['> ```', '> ```'],
      ['```\n~~~', '```'],
      ['```\n``` not closing', '```'],
    ] as const) {
      const titles = headings(fenced(open, close)).map(([, , title]) => title);
      assert.deepEqual(titles, ['A', 'B'], open);
    }
  });

  it('do not begin after a fence that is never closed', () => {
    assert.deepEqual(headings('# A\n```\n# no\n'), [[0, 1, 'A']]);
  });

  it('are not hidden by a code span that begins a line', () => {
    assert.deepEqual(headings('```code``` text\n# A'), [[1, 1, 'A']]);
  });

  it('do not begin inside front matter or comments', () => {
    const text = '---\n# yaml comment\ntitle: x\n---\n# A\n<!--\n# no\n-->\n# B';
    assert.deepEqual(headings(text, claude), [
      [4, 1, 'A'],
      [8, 1, 'B'],
    ]);
  });

  it('take a rule that opens no front matter, and a comment that is never closed, for text', () => {
    assert.deepEqual(headings('---\n# A\n<!-- open\n# B'), [
      [1, 1, 'A'],
      [3, 1, 'B'],
    ]);
  });

  it('see past a byte order mark', () => {
    assert.deepEqual(headings('\ufeff# A'), [[0, 1, 'A']]);
    assert.equal(sent('\ufeff---\na: 1\n---\nbody', steering), 'body');
  });

  it('keep hostile titles as the plain strings they are', () => {
    const title = '<img src=x onerror=alert(1)> [x](command:evil) \u2028 `x`';
    assert.deepEqual(headings(`# ${title}`), [[0, 1, title]]);
  });

  it('of 2 MB of openings without an end are laid out in under two seconds of CPU each', () => {
    for (const part of [
      '<!--\n',
      '# a\n<!---->\n',
      '```\n',
      '---\n',
      '# # #\n',
      `${'#'.repeat(1000)}\n`,
      '- '.repeat(500),
      '>'.repeat(1000),
    ]) {
      const text = part.repeat(Math.ceil(2_000_000 / part.length));
      const before = process.cpuUsage();
      layOutPrompt(text, claude);
      const { user } = process.cpuUsage(before);
      assert.ok(user < 2_000_000, `${JSON.stringify(part.slice(0, 12))} took ${user / 1000} ms`);
    }
  });
});

describe('what is sent of a prompt file', () => {
  it('is all of it for AGENTS.md', () => {
    const text = '---\na: 1\n---\n<!-- c -->\ntext';
    assert.equal(sent(text, agents), text);
  });

  it('leaves out the front matter that an agent reads as settings', () => {
    assert.equal(sent('---\ninclusion: always\n---\n# A\n', steering), '# A\n');
    assert.equal(sent('---\r\na: 1\r\n---\r\nbody', steering), 'body');
    assert.equal(sent('---\na: 1\n---', steering), '');
    assert.equal(sent('---\nnever closed', steering), '---\nnever closed');
  });

  it('leaves out block comments for Claude Code, with their line', () => {
    assert.equal(sent('a\n<!-- one -->\nb\n', claude), 'a\nb\n');
    assert.equal(sent('a\n<!--\ntwo\nlines\n-->  \r\nb', claude), 'a\nb');
    assert.equal(sent('<!-- first --> rest\nb', claude), ' rest\nb');
    assert.equal(sent('a\n<!-->\nb', claude), 'a\nb');
  });

  it('keeps comments inside fences, inside lines and without an end', () => {
    for (const text of ['```\n<!-- c -->\n```\n', 'a <!-- c --> b', 'a\n<!-- open\nb', '    <!-- code -->']) {
      assert.equal(sent(text, claude), text);
    }
  });
});
