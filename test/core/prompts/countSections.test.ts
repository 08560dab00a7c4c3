import assert from 'node:assert/strict';
import { it } from 'node:test';
import { countSections } from '../../../src/core/prompts/countSections.ts';
import { promptKind } from '../../../src/core/prompts/promptFile.ts';
import { layOutPrompt } from '../../../src/core/prompts/sections.ts';
import { createIncrementalCounter } from '../../../src/core/tokens/incrementalCounter.ts';
import { encodings } from '../tokens/encodings.ts';
import { nastyText, seededRandom } from '../tokens/nastyText.ts';

const kinds = ['CLAUDE.md', 'AGENTS.md', '.kiro/steering/a.md'].map((path) => promptKind(path) ?? assert.fail(path));

const parts = [
  '# A\n',
  '\n## B\r\n',
  '   # C #\n',
  '\n<!-- c -->\n',
  '\n<!--\n# no\n-->tail\n',
  '```\n# no\n```\n',
  '\r# D\r',
  '\n\n\n',
  'text',
];

/** A file of headings, comments, fences and nasty text, half of them with front matter. */
function nastyPrompt(random: () => number): string {
  let text = random() < 0.5 ? '---\na: 1\n# b\n---\n' : '';
  for (let round = 0; round < 12; round++) {
    text += random() < 0.4 ? nastyText(random, 4) : (parts[Math.floor(random() * parts.length)] ?? '');
  }
  return text;
}

for (const { name, count } of encodings) {
  it(`the whole of a prompt file is the ${name} count of what is sent, and its sections are those of their parts`, () => {
    const random = seededRandom(31);
    let headings = 0;
    for (let round = 0; round < 3000; round++) {
      const text = nastyPrompt(random);
      for (const kind of kinds) {
        const layout = layOutPrompt(text, kind);
        const { countRange } = createIncrementalCounter(count, text, 16);
        const [whole, ...sections] = countSections(layout, { text, countRange, countText: count });
        const sentOf = (start: number, end: number) =>
          layout.sent
            .map(({ from, to }) => text.slice(Math.max(from, start), Math.max(start, Math.min(to, end))))
            .join('');
        assert.equal(whole, count(sentOf(0, text.length)), JSON.stringify(text));
        for (const [at, tokens] of sections.entries()) {
          const section = layout.sections[at + 1] ?? assert.fail();
          assert.equal(tokens, count(sentOf(section.startOffset, section.endOffset)), JSON.stringify(text));
        }
        headings += sections.length;
      }
    }
    assert.ok(headings > 10_000, `only ${headings} headings were met`);
  });
}

it('comments by the ten thousand do not slow the count down', () => {
  const text = '# a\n<!---->\n'.repeat(50_000);
  const layout = layOutPrompt(text, kinds[0] ?? assert.fail());
  const before = process.cpuUsage();
  const counts = countSections(layout, { text, countRange: (from, to) => to - from, countText: (part) => part.length });
  assert.equal(counts[0], 4 * 50_000);
  assert.ok(process.cpuUsage(before).user < 1_000_000);
});
