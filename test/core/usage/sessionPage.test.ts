import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPricer } from '../../../src/core/pricing/pricer.ts';
import { amountOf, costPartNames, costParts } from '../../../src/core/usage/costParts.ts';
import { summariseSession, withRunningTotals } from '../../../src/core/usage/overview.ts';
import { eventBetween } from '../../../src/core/usage/sessionEvents.ts';
import { buildSessionPage } from '../../../src/core/usage/sessionPage.ts';
import type { SessionPage } from '../../../src/core/usage/sessionPageModel.ts';
import { whatIfModels, whatIfTable } from '../../../src/core/usage/sessionWhatIf.ts';
import { noMeters, noTier } from '../../../src/core/usage/usageRecord.ts';
import type { RequestUsage } from '../../../src/core/usage/usageRow.ts';
import { whatIf } from '../../../src/core/usage/whatIf.ts';
import { book, index } from '../pricing/builtBook.ts';

const startMs = Date.UTC(2026, 10, 22, 8, 0);
const prices = { book, index };

function request(minute: number, change: Partial<RequestUsage> = {}): RequestUsage {
  return {
    key: `r${minute}`,
    at: startMs + minute * 60_000,
    agent: 'claude',
    session: 's',
    parentSession: null,
    subagent: null,
    label: 'Edit',
    branch: 'main',
    requestedModel: null,
    reportedUsd: null,
    credits: null,
    model: 'claude-opus-5-5',
    provider: 'anthropic',
    tier: noTier,
    project: '/home/dev/shop',
    quality: 'exact',
    bracketTokens: 20_000,
    requests: 1,
    meters: { ...noMeters, input: 10, cacheRead: 18_000, cacheWrite5m: 2_000, output: 500 },
    ...change,
  };
}

const opus = [
  request(0, { meters: { ...noMeters, input: 400, cacheWrite5m: 18_000, output: 300 } }),
  request(1),
  request(2, { key: 'child', subagent: 'a1', model: 'claude-haiku-4-5', label: 'Explore' }),
  request(3),
];

interface Asked {
  readonly billing?: Readonly<Record<string, string>>;
  readonly hideAmounts?: boolean;
  readonly book?: 'spent' | 'list';
  readonly nowMs?: number;
  readonly title?: string;
}

function pageOf(usages: readonly RequestUsage[], asked: Asked = {}): SessionPage {
  const price = createPricer(prices, { billing: asked.billing ?? {}, customPricing: [] });
  const requests = withRunningTotals(usages, price);
  const first = usages[0] ?? request(0);
  const summary = summariseSession(
    {
      agent: 'claude',
      session: 's',
      parentSession: null,
      title: asked.title ?? 'Fix the login',
      firstAt: first.at,
      lastAt: usages.at(-1)?.at ?? first.at,
      rows: usages,
      last: usages.findLast(({ subagent }) => subagent === null) ?? null,
    },
    price,
  );
  return buildSessionPage(
    {
      summary,
      requests,
      whatIf: whatIfModels(summary.models[0] ?? '').map((model) => whatIf(usages, model, price)),
      agentLabel: 'Claude Code',
      nowMs: asked.nowMs ?? startMs + 4 * 60_000,
    },
    price,
    { timezone: 'UTC', hideAmounts: asked.hideAmounts ?? false, book: asked.book ?? null },
  );
}

test('a subagent stands under the request before it, and its cost is in that request once', () => {
  const page = pageOf(opus);
  assert.deepEqual(
    page.requests.map(({ number, subagents }) => [number, subagents.map((child) => child.number)]),
    [
      ['1', []],
      ['2', ['2.1']],
      ['3', []],
    ],
  );
  // Opus 5.5: 10 in, 2,000 written, 18,000 read, 500 out is 0.00004 + 0.01 + 0.0036 + 0.01; Haiku 4.5 adds 0.00681.
  assert.equal(page.requests[1]?.cost, '$0.0305');
  assert.equal(page.requests[1]?.subagents[0]?.cost, '$0.0068');
  assert.equal(page.requests[1]?.subagentsText, 'with 1 subagent request, $0.0068');
});

test('the last total of the table is the cost in the header', () => {
  const page = pageOf(opus);
  assert.equal(page.requests.at(-1)?.total, page.figures.find(({ id }) => id === 'spent')?.value);
});

test('the dearest bar reaches the top of its axis, and the total line ends at the top of its own', () => {
  const { requests } = pageOf(opus);
  const heights = requests.map(({ drawn }) => (drawn.parts ?? []).reduce((sum, share) => sum + share, 0));
  assert.ok(Math.abs(Math.max(...heights) - 1) < 1e-4, `${heights}`);
  assert.equal(requests.at(-1)?.drawn.total, 1);
});

test('the parts of a cost add up to it, whatever was counted and under whichever billing', () => {
  const tokens = fc.integer({ min: 0, max: 300_000 });
  const meters = fc.record({
    input: tokens,
    cacheRead: tokens,
    cacheWrite5m: tokens,
    cacheWrite1h: tokens,
    output: tokens,
    webSearches: fc.integer({ min: 0, max: 9 }),
  });
  const billings = fc.constantFrom('list', 'claude-max', 'batch');
  fc.assert(
    fc.property(meters, billings, fc.constantFrom('spent', 'list'), (counted, billing, which) => {
      const price = createPricer(prices, { billing: { claude: billing }, customPricing: [] });
      const row = request(0, { meters: { ...noMeters, ...counted } });
      const parts = costParts(row, which, price);
      assert.ok(parts);
      const sum = costPartNames.reduce((all, part) => all + parts[part], 0n);
      const off = sum - (amountOf(price(row), which) ?? -1n);
      assert.ok(off > -8n && off < 8n, `${off}`);
    }),
  );
});

test('a session without a price has no bars, no total, and says why', () => {
  const page = pageOf([request(0, { model: 'acme-coder-9000', provider: null })]);
  assert.equal(page.chart.hasMoney, false);
  assert.deepEqual(page.chart.legend, []);
  assert.equal(page.requests[0]?.cost, '– no price');
  assert.equal(page.requests[0]?.drawn.parts, null);
  assert.match(page.requests[0]?.reason ?? '', /acme-coder-9000/);
  assert.equal(page.whatIf?.now, null);
});

test('one request without a price makes the totals partial and leaves the others as they are', () => {
  const page = pageOf([request(0), request(1, { model: 'acme-coder-9000', provider: null })]);
  assert.equal(page.requests[0]?.cost, '$0.0236');
  assert.equal(page.requests[1]?.total, '~$0.0236');
  assert.equal(page.figures[0]?.detail, '2 requests, 1 without a price');
});

test('hidden amounts leave no figure of money anywhere on the page', () => {
  const shown = JSON.stringify(pageOf(opus));
  const hidden = JSON.stringify(pageOf(opus, { hideAmounts: true }));
  assert.match(shown, /\$\d/);
  assert.doesNotMatch(hidden, /\$/);
  assert.match(hidden, /•••/);
});

test('under a flat plan the list value is drawn, the bill says that it is in the plan, and both can be asked for', () => {
  const page = pageOf(opus, { billing: { claude: 'claude-max' } });
  assert.equal(page.book, 'list');
  assert.equal(page.hasTwoBooks, true);
  assert.equal(page.figures[0]?.value, 'in plan');
  assert.match(page.requests[0]?.cost ?? '', /^\$0\.\d/);
  const bill = pageOf(opus, { billing: { claude: 'claude-max' }, book: 'spent' });
  assert.equal(bill.requests[0]?.cost, 'in plan');
  assert.deepEqual(bill.chart.legend, []);
});

test('at list prices there is one number, and no switch between two', () => {
  assert.equal(pageOf(opus, { book: 'list' }).book, 'spent');
  assert.equal(pageOf(opus).hasTwoBooks, false);
});

test('a session is live for two minutes after its last request, then it ended', () => {
  const lastAt = startMs + 3 * 60_000;
  const live = pageOf(opus, { nowMs: lastAt + 30_000 });
  assert.deepEqual([live.state, live.isLive, live.liveForMs], ['Live', true, 90_000]);
  const ended = pageOf(opus, { nowMs: lastAt + 120_000 });
  assert.deepEqual([ended.state, ended.isLive, ended.liveForMs], ['Ended 08:03', false, null]);
  assert.equal(pageOf(opus, { nowMs: lastAt + 86_400_000 }).state, 'Ended 2026-11-22 08:03');
});

test('text of a log cannot reorder or hide what stands around it', () => {
  const page = pageOf([request(0, { label: 'a\u202Eb\u200Bc\nd' })], { title: 'x\u2066y\tz' });
  assert.equal(page.requests[0]?.label, 'abc d');
  assert.equal(page.title, 'xy z');
});

test('the models of the own class come first, then the others, each group the cheapest first', () => {
  const page = pageOf(opus);
  const [capable, others] = page.whatIf?.groups ?? [];
  assert.equal(capable?.name, 'Frontier class');
  const shares = (lines: readonly { readonly share: number }[] = []): number[] => lines.map(({ share }) => share);
  for (const group of [capable, others]) {
    assert.deepEqual(
      shares(group?.lines),
      shares(group?.lines).toSorted((a, b) => a - b),
    );
  }
  assert.ok(capable?.lines.every(({ lack }) => lack === null));
  assert.ok(others?.lines.every(({ lack }) => lack !== null));
  assert.equal((capable?.lines.length ?? 0) + (others?.lines.length ?? 0), 8);
});

test('on its own main model the session costs what it did; counts of another tokenizer are marked', () => {
  const lines = pageOf(opus).whatIf?.groups.flatMap((group) => group.lines) ?? [];
  const own = lines.find(({ isCurrent }) => isCurrent);
  assert.equal(own?.model, 'Opus 5.5');
  assert.equal(own?.cost, pageOf(opus).whatIf?.now?.text);
  assert.equal(own?.change, null);
  const gpt = lines.find(({ model }) => model.startsWith('GPT-6'));
  assert.match(gpt?.cost ?? '', /^≈ \$/);
});

test('a model whose window could not have held the session is no equal, and says so', () => {
  const outcome = (model: string, listUsd: bigint | null) => ({ model, listUsd, isEstimate: false });
  const outcomes = [outcome('gemini-3.8-flash', 20n), outcome('grok-4.7', 10n), outcome('glm-5.3', null)];
  const input = { model: 'gemini-3.8-flash', outcomes, nowUsd: 20n, hideAmounts: false };
  const rowsOf = (peakTokens: number) =>
    whatIfTable({ ...input, peakTokens })?.groups.map(({ lines }) => lines.map(({ model, lack }) => [model, lack]));
  assert.deepEqual(rowsOf(500_000), [
    [
      ['Grok 4.7', null],
      ['Gemini 3.8 Flash', null],
    ],
  ]);
  assert.deepEqual(rowsOf(500_001), [[['Gemini 3.8 Flash', null]], [['Grok 4.7', '500k context']]]);
});

test('a switch of models, a cut context and a cache that was not read are named; an ordinary request is not', () => {
  const before = request(0, { meters: { ...noMeters, cacheRead: 100_000, cacheWrite5m: 2_000, output: 10 } });
  const after = (minute: number, change: Partial<RequestUsage['meters']>): RequestUsage =>
    request(minute, { meters: { ...noMeters, ...change } });
  assert.equal(
    eventBetween(before, request(1, { ...before, model: 'claude-sonnet-5-5' }))?.text,
    'Opus 5.5 → Sonnet 5.5',
  );
  assert.equal(eventBetween(before, after(1, { cacheRead: 20_000, input: 12_000 }))?.text, 'Context cut to 32.0k');
  assert.equal(eventBetween(before, after(2, { cacheWrite5m: 103_000 }))?.text, 'Cache not read');
  assert.equal(eventBetween(before, after(22, { cacheWrite5m: 103_000 }))?.text, 'Cache not read after 22 min');
  assert.equal(eventBetween(before, after(1, { cacheRead: 102_000, cacheWrite5m: 500 })), null);
});
