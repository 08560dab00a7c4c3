import assert from 'node:assert/strict';
import { it } from 'node:test';
import { promptKind } from '../../../src/core/prompts/promptFile.ts';

const paths: Readonly<Record<string, readonly string[]>> = {
  'claude-memory': [
    'CLAUDE.md',
    '/home/u/p/CLAUDE.md',
    '/p/CLAUDE.local.md',
    '/p/.claude/CLAUDE.md',
    'C:\\p\\sub\\CLAUDE.md',
  ],
  'agents-md': ['AGENTS.md', '/p/AGENTS.md', 'D:\\p\\AGENTS.md', '/p/.kiro/steering/AGENTS.md'],
  'copilot-instructions': ['/p/.github/copilot-instructions.md', '.github\\copilot-instructions.md'],
  instructions: ['/p/.github/instructions/ts.instructions.md', 'C:\\p\\a b.instructions.md'],
  prompt: ['/p/.github/prompts/review.prompt.md', 'x.prompt.md'],
  'kiro-steering': [
    '/p/.kiro/steering/tech.md',
    'C:\\Users\\u\\.kiro\\steering\\product.md',
    '.kiro/steering/structure.md',
  ],
};

for (const [id, examples] of Object.entries(paths)) {
  it(`${id} is told by its path, with either separator`, () => {
    for (const path of examples) {
      assert.equal(promptKind(path)?.id, id, path);
    }
  });
}

it('any other file is no prompt file', () => {
  const others = [
    ...[
      '',
      'README.md',
      'claude.md',
      'MYCLAUDE.md',
      'CLAUDE.md.bak',
      'CLAUDE.md/notes.txt',
      'agents.md',
      '.prompt.md',
      '.instructions.md',
    ],
    ...[
      'copilot-instructions.md',
      '/p/.kiro/specs/x/design.md',
      '/p/.kiro/steering/deep/x.md',
      '/p/steering/x.md',
      '/p/.kiro/steering/.md',
    ],
  ];
  for (const path of others) {
    assert.equal(promptKind(path), null, path);
  }
});

it('only Claude Code takes comments out, and it sends front matter as text', () => {
  const kinds = Object.values(paths).map(([path = '']) => promptKind(path));
  assert.deepEqual(
    kinds.filter((kind) => kind?.stripsComments).map((kind) => kind?.id),
    ['claude-memory'],
  );
  assert.deepEqual(
    kinds.filter((kind) => kind?.sendsFrontMatter).map((kind) => kind?.id),
    ['claude-memory', 'agents-md'],
  );
});
