import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { meterHover } from '../../../src/core/usage/meterHover.ts';
import { meterText } from '../../../src/core/usage/meterText.ts';
import { groupSessions, isRunning, nestRequests, sessionsGoodUntil } from '../../../src/core/usage/sessionGroups.ts';
import {
  groupText,
  type RowText,
  requestText,
  sessionMarkdown,
  sessionText,
  subagentRequestText,
  subagentText,
} from '../../../src/core/usage/sessionText.ts';
import type { ReadingState } from '../../../src/core/usage/spendSource.ts';
import { overview, requestsOf, sessions } from './fixedOverview.ts';
import { noon, planPrice } from './someRows.ts';

const shown = { hideAmounts: false, timezone: 'UTC' };
const hidden = { ...shown, hideAmounts: true };
const live: ReadingState = { phase: 'live' };
const later = noon + 3_600_000;

const expected = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/words', name), 'utf8');

const links = {
  agentLabel: (agent: string) => (agent === 'claude' ? 'Claude Code' : 'Codex'),
  sessionLink: ({ session }: { session: string }) => `command:reveal?${session}`,
  monthName: 'November',
  actions: '[Sessions](command:sessions)',
};

/** All that a row says, as the fixture writes it. */
const rowLines = ({ label, description, words, hover }: RowText): string =>
  [`## ${label}`, '', description, '', words, '', hover, ''].join('\n');

test('the meter’s hover is the fixture’s, to the letter', () => {
  assert.equal(`${meterHover(overview(), shown, links)}\n`, expected('meterHover.md'));
});

test('under a plan the hover has what the plan covers beside the list value', () => {
  assert.equal(`${meterHover(overview(planPrice), shown, links)}\n`, expected('meterHoverInPlan.md'));
});

test('the rows of the tree are the fixture’s, to the letter', () => {
  const [one, two, three] = sessions();
  assert.ok(one && two && three);
  const [, parent] = nestRequests(requestsOf('one'));
  const [subagent] = parent?.subagents ?? [];
  const [inner] = subagent?.requests ?? [];
  const [unpriced] = nestRequests(requestsOf('three'));
  const searching = nestRequests(requestsOf('one')).at(-1);
  assert.ok(parent && subagent && inner && unpriced && searching);
  const rows = [
    ...groupSessions(sessions(), noon, 'UTC').map((group) => groupText(group, shown)),
    sessionText(one, 'Claude Code', true, shown),
    sessionText(two, 'Codex', false, shown),
    sessionText(three, 'Claude Code', false, shown),
    requestText(parent, shown),
    subagentText(subagent, shown),
    subagentRequestText(inner, shown),
    requestText(searching, shown),
    requestText(unpriced, shown),
  ];
  assert.equal(rows.map(rowLines).join('\n'), expected('rows.md'));
});

test('a copied session is the fixture’s, to the letter', () => {
  const [one] = sessions();
  assert.ok(one);
  assert.equal(sessionMarkdown(one, requestsOf('one'), shown), expected('session.md'));
});

test('with amounts hidden no surface has a dollar', () => {
  const [one] = sessions();
  assert.ok(one);
  const texts = [
    meterHover(overview(), hidden, links),
    meterText(live, overview(), noon + 1_000, hidden).text,
    meterText(live, overview(), noon + 1_000, hidden).words,
    sessionMarkdown(one, requestsOf('one'), hidden),
    ...nestRequests(requestsOf('one')).map((node) => rowLines(requestText(node, hidden))),
    rowLines(sessionText(one, 'Claude Code', false, hidden)),
    ...groupSessions(sessions(), noon, 'UTC').map((group) => rowLines(groupText(group, hidden))),
  ].join('\n');
  assert.doesNotMatch(texts.replaceAll('\\$(flame)', '').replaceAll('$(flame)', ''), /\$|cents|dollars?\b/);
  assert.match(texts, /•••/);
});

test('each state of reading has an icon and words of its own', () => {
  const states: [ReadingState, string, string][] = [
    [{ phase: 'starting' }, 'sync~spin Meterline', 'Meterline is starting.'],
    [
      { phase: 'reading', share: 0.429, doneFiles: 3, totalFiles: 7 },
      'sync~spin Reading 42 %',
      'Meterline: reading logs, 42 percent. The figure appears when every log is read.',
    ],
    [
      { phase: 'stopped', share: 0.5 },
      'debug-pause Stopped at 50 %',
      'Meterline: reading was stopped at 50 percent. Read Logs Again goes on.',
    ],
    [{ phase: 'no-agents' }, 'pulse No agents', 'Meterline: no agent logs found. Opens the list of places searched.'],
    [
      { phase: 'error', message: 'disk full' },
      'error Cannot read logs',
      'Meterline cannot read the session logs: disk full',
    ],
    [live, 'pulse ~$0.293 today', 'Spent today: 29 cents. 1 request has no price.'],
  ];
  for (const [state, text, words] of states) {
    const meter = meterText(state, overview(), later, shown);
    assert.equal(`${meter.icon} ${meter.text}`, text);
    assert.equal(meter.words, words);
    assert.equal(meter.tone, state.phase === 'error' ? 'error' : 'plain');
  }
});

test('no figure is shown before every log is read, whatever is known already', () => {
  for (const phase of ['starting', 'no-agents'] as const) {
    assert.doesNotMatch(meterText({ phase }, overview(), noon, shown).text, /\d/);
  }
  assert.equal(meterText(live, null, noon, shown).text, 'Meterline');
});

test('the last request’s cost stands beside today’s for a minute and is said in words', () => {
  const during = meterText(live, overview(), noon + 20_000, shown);
  assert.match(during.text, /^~\$0\.293 today · \+\$0\.0\d+$/);
  assert.match(during.words, /Last request: [\d.]+ cents\./);
  assert.equal(during.changesInMs, 40_000);
  assert.equal(meterText(live, overview(), noon + 60_000, shown).text, '~$0.293 today');
});

test('sessions stand under the day of their last request; the rows hold until midnight or until one stops running', () => {
  const groups = groupSessions(sessions(), noon + 24 * 3_600_000, 'UTC');
  assert.deepEqual(
    groups.map(({ id, sessions: own }) => [id, own.length]),
    [['yesterday', 3]],
  );
  const [one] = sessions();
  assert.ok(one && isRunning(one, noon + 119_999) && !isRunning(one, noon + 120_000));
  assert.equal(sessionsGoodUntil(sessions(), noon, 'UTC'), noon + 120_000);
  assert.equal(sessionsGoodUntil(sessions(), later, 'UTC'), Date.parse('2026-11-21T00:00:00Z'));
});

test('a subagent nests under the latest request before it, and the parent’s cost includes it', () => {
  const nodes = nestRequests(requestsOf('one'));
  assert.deepEqual(
    nodes.map(({ main, subagents }) => [main.usage.key, subagents.map(({ name }) => name)]),
    [
      ['a1', []],
      ['a2', ['f00']],
      ['a4', []],
    ],
  );
  const total = nodes.reduce((sum, { spend }) => sum + spend.listUsd, 0n);
  assert.equal(total, sessions()[0]?.spend.listUsd);
});
