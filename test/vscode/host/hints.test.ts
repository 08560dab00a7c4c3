import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { preparePrices } from '../../../src/core/pricing/pricer.ts';
import { hintLabel } from '../../../src/core/prompts/hintText.ts';
import { textCost } from '../../../src/core/prompts/promptCost.ts';
import { promptKind } from '../../../src/core/prompts/promptFile.ts';
import { promptSections } from '../../../src/core/prompts/sections.ts';
import { type CountTokens, createBpeCounter } from '../../../src/core/tokens/bpeCounter.ts';
import { loadVocabularies } from '../../../src/disk/tokens/loadVocabularies.ts';
import { built, hintsOf, inWorkspace, meterline, openNew, rawHints, root, withSetting } from './meterline.ts';

const text = [
  '# Words for the agent',
  '',
  'Say what you will change before you change it: 你好, naïve, 😀.',
  '',
  '## Tests',
  '',
  '```sh',
  '# not a heading',
  'npm test',
  '```',
  '',
  '### Slow ones',
  '',
  'Run them at night.',
  '',
].join('\n');

const kinds = [
  'sub/CLAUDE.md',
  'sub/AGENTS.md',
  'prompts/review.prompt.md',
  'rules/ts.instructions.md',
  '.github/copilot-instructions.md',
  '.kiro/steering/tech.md',
];

suite('Hints', () => {
  const counters: { o200k: CountTokens; cl100k: CountTokens }[] = [];
  const prices = preparePrices(JSON.parse(readFileSync(built('prices.json'), 'utf8')));

  /** What hints must say, counted from the text alone, without anything incremental. */
  function expected(document: vscode.TextDocument, model: string): string[] {
    const [count] = counters;
    const kind = promptKind(document.uri.path);
    assert.ok(count && kind);
    const whole = document.getText();
    const taken = new Set<number>();
    return promptSections(whole, kind).flatMap(({ line, startOffset, endOffset }) => {
      const part = whole.slice(startOffset, endOffset);
      const counts = { o200k: count.o200k(part), cl100k: count.cl100k(part) };
      if (taken.has(line) || counts.o200k === 0) {
        return [];
      }
      taken.add(line);
      const cost = textCost(prices, model, counts, Date.now());
      const bill = { usd: cost.usd, isCovered: false, pricing: null };
      return [`${line}: ${hintLabel(cost, bill, { hideAmounts: false })}`];
    });
  }

  suiteSetup(async () => {
    await meterline();
    const { o200k, cl100k } = await loadVocabularies(built(''));
    counters.push({ o200k: createBpeCounter(o200k), cl100k: createBpeCounter(cl100k) });
  });

  for (const name of kinds) {
    test(`${name} has a hint at its first line and at each heading`, async () => {
      const document = await openNew(name, text);
      const hints = await hintsOf(document);
      assert.deepEqual(hints, expected(document, 'claude-sonnet-5-5'));
      assert.deepEqual(
        hints.map((hint) => hint.split(':')[0]),
        ['0', '4', '11'],
      );
      assert.match(hints[0] ?? '', /^0: ≈ \d+ tok · \$0\.\d+$/);
    });
  }

  test('files that no agent loads as a prompt have none', async () => {
    for (const name of ['README.md', 'sub/notes.md', 'sub/claude.md', 'docs/AGENTS.txt']) {
      assert.deepEqual(await hintsOf(await openNew(name, text)), [], name);
    }
  });

  test('front matter that is not sent is not counted', async () => {
    const document = await openNew('prompts/matter.prompt.md', `---\nmode: agent\n---\n${text}`);
    const plain = await openNew('prompts/plain.prompt.md', text);
    const [whole] = await hintsOf(document);
    assert.equal(whole, (await hintsOf(plain))[0]);
  });

  test('a hint stands at the end of its line and says in words what its label says', async () => {
    const document = await openNew('sub/AGENTS.md', text);
    const [, heading] = await rawHints(document);
    assert.deepEqual(heading?.position, document.lineAt(4).range.end);
  });

  test('on a model with a public vocabulary counts are exact, unmarked, and those of the CLI', async () => {
    const document = await openNew('cli/AGENTS.md', text);
    await withSetting('model.estimateFor', 'gpt-5.4', async () => {
      const [whole, ...rest] = await hintsOf(document);
      assert.deepEqual([whole, ...rest], expected(document, 'gpt-5.4'));
      const args = [built('cli.js'), 'count', document.uri.fsPath, '--model', 'gpt-5.4', '--json'];
      const answer = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: root }));
      const row = Array.isArray(answer) ? answer[0] : answer.rows[0];
      assert.equal(row.quality, 'exact');
      assert.match(whole ?? '', new RegExp(`^0: ${row.tokens} tok · `));
    });
    const [estimated] = await hintsOf(document);
    assert.match(estimated ?? '', /^0: ≈ /);
  });

  test('a model without a price has counts and no amount', async () => {
    const document = await openNew('cli/AGENTS.md', text);
    await withSetting('model.estimateFor', 'acme-coder-9000', async () => {
      const [whole] = await hintsOf(document);
      assert.match(whole ?? '', /^0: ≈ \d+ tok · – no price$/);
    });
  });

  test('kinds and hints go off and on with their settings, without a reload', async () => {
    const [agents, claude] = [await openNew('sub/AGENTS.md', text), await openNew('sub/CLAUDE.md', text)];
    const counts = async (): Promise<number[]> => [(await hintsOf(agents)).length, (await hintsOf(claude)).length];
    assert.deepEqual(await counts(), [3, 3]);
    await withSetting('hints.kinds', ['claude'], async () => assert.deepEqual(await counts(), [0, 3]));
    await withSetting('hints.enabled', false, async () => assert.deepEqual(await counts(), [0, 0]));
    assert.deepEqual(await counts(), [3, 3]);
  });

  test('amounts are hidden, and a plan covers them, as soon as a setting says so', async () => {
    const document = await openNew('sub/AGENTS.md', text);
    await withSetting('privacy.hideAmounts', true, async () => {
      assert.match((await hintsOf(document))[0] ?? '', /tok · •••$/);
    });
    await withSetting('billing', { claude: 'claude-max' }, async () => {
      assert.match((await hintsOf(document))[0] ?? '', /tok · in plan$/);
    });
  });

  test('hints follow a reading of only some lines', async () => {
    const document = await openNew('sub/AGENTS.md', text);
    const some = new vscode.Range(2, 0, 6, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      some,
    );
    assert.deepEqual(
      hints.map(({ position }) => position.line),
      [4],
    );
  });

  test('hints stay equal to a fresh count through typing, several cursors, undo, line ends and deletion', async () => {
    const document = await openNew('edits/AGENTS.md', text);
    const editor = await vscode.window.showTextDocument(document);
    const holds = async (step: string): Promise<void> => {
      const hints = await hintsOf(document);
      assert.deepEqual(hints, expected(document, 'claude-sonnet-5-5'), step);
    };
    await holds('opened');
    for (const letter of '\n## New part\n\nwords, words') {
      await vscode.commands.executeCommand('type', { text: letter });
    }
    await holds('typed');
    const cursors = [2, 5, 13].map((line) => new vscode.Position(line, 0));
    editor.selections = cursors.map((at) => new vscode.Selection(at, at));
    await vscode.commands.executeCommand('type', { text: 'öx 😀 ' });
    await holds('several cursors');
    await vscode.commands.executeCommand('undo');
    await holds('undone');
    await vscode.commands.executeCommand('redo');
    await holds('redone');
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    assert.match(document.getText(), /\r\n/);
    await holds('line ends of Windows');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(3, 0), '# By another extension\nand more\n');
    edit.delete(document.uri, new vscode.Range(0, 0, 1, 0));
    await vscode.workspace.applyEdit(edit);
    await holds('a workspace edit');
    await editor.edit((all) => all.delete(new vscode.Range(0, 0, document.lineCount, 0)));
    assert.deepEqual(await hintsOf(document), []);
    await editor.edit((again) => again.insert(new vscode.Position(0, 0), 'One line.'));
    await holds('written anew');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await holds('reverted');
  });

  test('sixty edits at random places leave nothing out of step', async () => {
    const document = await openNew('random/AGENTS.md', text.repeat(8));
    const editor = await vscode.window.showTextDocument(document);
    const pieces = ['a', ' word', '\n', '\n# Heading\n', '```\n', '你好', '😀', '<!-- x -->', '\r\n', '- [ ] item\n'];
    // Park and Miller's generator: the same edits each time.
    let seed = 20_261_122;
    const next = (below: number): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed % below;
    };
    for (let turn = 0; turn < 60; turn++) {
      const length = document.getText().length;
      const from = document.positionAt(next(length));
      const to = document.positionAt(Math.min(length, document.offsetAt(from) + next(12)));
      await editor.edit((edit) => edit.replace(new vscode.Range(from, to), pieces[next(pieces.length)] ?? ''));
      if (turn % 10 === 9) {
        assert.deepEqual(await hintsOf(document), expected(document, 'claude-sonnet-5-5'), `after edit ${turn}`);
      }
    }
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('a document that was never saved has hints too', async () => {
    const uri = inWorkspace('new/CLAUDE.md').with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
    assert.deepEqual(await hintsOf(document), expected(document, 'claude-sonnet-5-5'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
