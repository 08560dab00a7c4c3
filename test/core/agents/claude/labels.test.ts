import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLog } from '../ledgerStandIn.ts';
import { answer, claudeLog, onlyRecord, prompt } from './claudeRows.ts';

const titles = (rows: readonly unknown[], relativePath?: string): unknown[] =>
  readLog(claudeLog(rows, relativePath))
    .sessions.filter(({ title }) => title !== undefined)
    .map(({ session, title, titleRank }) => [session, titleRank, title]);
const tool = (name: string): { message: Record<string, unknown> } => ({
  message: { content: [{ type: 'tool_use', name, input: {} }] },
});

test('titles rank from the prompt over the summary and the agent’s title to the user’s own', () => {
  const rows = [
    prompt('Add a health endpoint'),
    { type: 'summary', summary: 'Health work', leafUuid: 'x' },
    { type: 'ai-title', aiTitle: 'Health endpoint', sessionId: 'A' },
    { type: 'custom-title', customTitle: 'Mine', sessionId: 'A' },
  ];
  assert.deepEqual(titles(rows), [
    ['A', 1, 'Add a health endpoint'],
    ['A', 2, 'Health work'],
    ['A', 3, 'Health endpoint'],
    ['A', 4, 'Mine'],
  ]);
});

test('only the first real prompt of a session is a title', () => {
  const rows = [
    prompt('meta', { isMeta: true }),
    prompt('compact', { isCompactSummary: true }),
    prompt('<command-name>/clear</command-name> <command-args></command-args>'),
    prompt('<local-command-stdout>out</local-command-stdout>'),
    prompt('<bash-input>never closed'),
    prompt('Caveat: The messages below were generated'),
    prompt('[Request interrupted by user]'),
    prompt('Base directory for this skill: /x'),
    prompt('This session is being continued from a previous conversation that ran out'),
    prompt([
      { type: 'text', text: 'has a result' },
      { type: 'tool_result', content: 'x' },
    ]),
    prompt('result of a tool', { toolUseResult: 'x' }),
    prompt('  '),
    prompt([
      { type: 'text', text: '<ide_opened_file>a.ts</ide_opened_file>' },
      { type: 'text', text: 'Fix\n\tthe   bug' },
    ]),
    prompt('Second prompt'),
  ];
  assert.deepEqual(titles(rows), [['A', 1, 'Fix the bug']]);
});

test('a prompt may begin with HTML', () => {
  assert.deepEqual(titles([prompt('<div> is not centred')]), [['A', 1, '<div> is not centred']]);
});

test('a sidechain’s, a subagent’s or a copied prompt titles no session', () => {
  assert.deepEqual(titles([prompt('side', { isSidechain: true })]), []);
  assert.deepEqual(titles([prompt('sub')], 'p/A/subagents/agent-x.jsonl'), []);
  assert.deepEqual(
    titles([prompt('copied', { sessionId: 'B', forkedFrom: { sessionId: 'A' } }), prompt('own', { sessionId: 'B' })]),
    [['B', 1, 'own']],
  );
});

test('a fork tells its origin once', () => {
  const row = prompt('x', { sessionId: 'B', forkedFrom: { sessionId: 'A' } });
  assert.deepEqual(
    readLog(claudeLog([row, row], 'p/B.jsonl')).sessions.filter(({ forkedFrom }) => forkedFrom !== undefined),
    [{ agent: 'claude', session: 'B', forkedFrom: 'A' }],
  );
});

test('a session is no copy of itself', () => {
  const { revisions, sessions } = readLog(claudeLog([answer({ row: { forkedFrom: { sessionId: 'A' } } })]));
  assert.deepEqual([revisions[0]?.claim.forkedFrom, sessions], [null, []]);
});

test('the first response after a prompt carries it, through all of its rows', () => {
  const record = onlyRecord([
    prompt('Add a health endpoint'),
    answer({ usage: { output_tokens: 1 } }),
    answer(tool('Bash')),
  ]);
  assert.equal(record.label, 'Add a health endpoint');
});

test('a later response carries the tools that it called, each once, over its rows', () => {
  const call = (name: string): unknown => answer({ ...tool(name), row: { requestId: 'req_2' } });
  const read = readLog(claudeLog([prompt('Go'), answer(), call('Bash'), call('Read'), call('Bash')]));
  assert.deepEqual(
    read.revisions.map(({ records }) => records[0]?.label),
    ['Go', 'Bash', 'Bash, Read', 'Bash, Read'],
  );
});

test('a response without a prompt and tools carries the first words of its text', () => {
  assert.equal(
    onlyRecord([answer({ message: { content: [{ type: 'text', text: 'All done.' }] } })]).label,
    'All done.',
  );
  assert.equal(onlyRecord([answer({ message: { content: [] } })]).label, null);
});
