import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, claudeLog, requestsIn } from './claudeRows.ts';

const start = (id: string): unknown =>
  answer({ usage: { output_tokens: 2 }, message: { id, stop_reason: null }, row: { requestId: `req ${id}` } });
const finished = (id: string): unknown => answer({ message: { id }, row: { requestId: `req ${id}` } });
const qualities = (rows: readonly unknown[]): string[] =>
  requestsIn(claudeLog(rows)).map(({ record }) => record.quality);

test('a session whose every row is the start of a stream is partial', () => {
  assert.deepEqual(qualities([start('1'), start('1'), start('2')]), ['partial', 'partial']);
});

test('one finished row makes the whole session exact, before it and after it', () => {
  assert.deepEqual(qualities([start('1'), start('2'), finished('3'), start('4')]), [
    'exact',
    'exact',
    'exact',
    'exact',
  ]);
});

test('an output of ten or a reason to stop is no start of a stream', () => {
  const ten = answer({ usage: { output_tokens: 10 }, message: { stop_reason: null } });
  const short = answer({ usage: { output_tokens: 2 }, message: { stop_reason: 'end_turn' } });
  const unsaid = answer({ usage: { output_tokens: 2 }, message: { stop_reason: undefined } });
  assert.deepEqual([qualities([ten]), qualities([short]), qualities([unsaid])], [['exact'], ['exact'], ['exact']]);
});

test('many rows of one request are one start', () => {
  const rows = [start('1'), ...Array.from({ length: 40 }, () => start('2')), finished('3')];
  assert.deepEqual(qualities(rows), ['exact', 'exact', 'exact']);
});

test('after very many starts the judgement stands, so that what is remembered stays small', () => {
  const rows = Array.from({ length: 40 }, (_, index) => start(String(index)));
  const judged = qualities([...rows, finished('end')]);
  assert.equal(judged.filter((quality) => quality === 'partial').length, 8);
});
