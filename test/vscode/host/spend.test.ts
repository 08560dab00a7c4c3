import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { divideHalfUp, usdToAtto } from '../../../src/core/units.ts';
import { meterText } from '../../../src/core/usage/meterText.ts';
import { nestRequests } from '../../../src/core/usage/sessionGroups.ts';
import type { Overview, SessionSummary, SpendSource } from '../../../src/core/usage/spendSource.ts';
import { underLoad } from '../../steps/underLoad.ts';
import { nextRequestLine } from '../demoHome.ts';
import { built, home, meterline, report, root, until, withSetting } from './meterline.ts';

const running = 'Fix redirect loop after SSO login';
const appends = 24;
const limitMs = 300;

suite('Spend', () => {
  let spend: SpendSource;

  suiteSetup(async () => {
    ({ spend } = await meterline());
  });

  const titled = async (title: string): Promise<SessionSummary> => {
    const found = (await spend.sessions(50)).find((session) => session.title === title);
    assert.ok(found, title);
    return found;
  };

  /** What the command line says of the same logs, read anew into a ledger of its own. */
  const cliRow = (by: string, match: Readonly<Record<string, string>>): { listUsd: string; marginalUsd: string } => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const from = ['--home', home, '--ledger', ':memory:', '--timezone', zone];
    const args = [built('cli.js'), 'report', '--by', by, ...from, '--json'];
    const { rows } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: root }));
    const row = rows.find((each: Record<string, unknown>) =>
      Object.entries(match).every(([key, to]) => each[key] === to),
    );
    assert.ok(row, JSON.stringify(match));
    return row;
  };

  test("today's figures are those of the command line, to the atto", async () => {
    const { day, today } = await spend.overview();
    const row = cliRow('day', { day });
    assert.equal(today.listUsd, usdToAtto(row.listUsd));
    assert.equal(today.marginalUsd, usdToAtto(row.marginalUsd));
    assert.ok(today.marginalUsd > 0n);
  });

  test("a session's requests add up to it, and its subagents stand under the request that started them", async () => {
    const session = await titled(running);
    const requests = await spend.requests(session.agent, session.session);
    assert.equal(requests.at(-1)?.runningTotal.marginalUsd, session.spend.marginalUsd);
    assert.equal(requests.length, session.spend.requests);
    assert.equal(usdToAtto(cliRow('session', { session: session.session }).listUsd), session.spend.listUsd);
    const nested = nestRequests(requests);
    const sum = nested.reduce((total, node) => total + node.spend.listUsd, 0n);
    assert.equal(sum, session.spend.listUsd);
    const parents = nested.filter(({ subagents }) => subagents.length > 0);
    assert.deepEqual(
      parents.map(({ main, subagents }) => [main.usage.label, subagents.map(({ requests: own }) => own.length)]),
      [['Task', [2]]],
    );
  });

  test('what no price is known for is counted apart and never becomes zero', async () => {
    const unpriced = (await spend.sessions(50)).find(({ models }) => models.includes('acme-coder-9000'));
    assert.equal(unpriced?.spend.unpricedRequests, 1);
    assert.equal(unpriced?.spend.requests, 1);
    const [request] = await spend.requests('claude', unpriced?.session ?? '');
    assert.equal(request?.priced.listUsd, null);
    assert.match(request?.priced.reason ?? '', /acme-coder-9000/);
  });

  const changed = async (holds: (overview: Overview) => boolean): Promise<Overview> => {
    let latest = await spend.overview();
    await until('the figures follow the setting', async () => {
      latest = await spend.overview();
      return holds(latest);
    });
    return latest;
  };

  test('under Claude Max the bill of Claude Code is nothing at once, and the list value stays', async () => {
    const before = await spend.overview();
    const session = await titled(running);
    await withSetting('billing', { claude: 'claude-max' }, async () => {
      const after = await changed(({ session: latest }) => latest?.spend.marginalUsd === 0n);
      const { spend: covered } = await titled(running);
      assert.equal(covered.marginalUsd, 0n);
      assert.equal(covered.coveredRequests, covered.requests);
      assert.equal(covered.listUsd, session.spend.listUsd);
      assert.equal(after.today.listUsd, before.today.listUsd);
      const byAgent = (overview: Overview): bigint | undefined =>
        overview.todayByAgent.find(([agent]) => agent === 'codex')?.[1].marginalUsd;
      assert.equal(byAgent(after), byAgent(before));
    });
    const back = await changed(({ session: latest }) => latest?.spend.marginalUsd !== 0n);
    assert.equal(back.today.marginalUsd, before.today.marginalUsd);
  });

  test('a negotiated discount of 12.5 % takes an eighth off every request, exactly', async () => {
    const session = await titled(running);
    const before = await spend.requests(session.agent, session.session);
    await withSetting('billing', { claude: 'discount-12.5' }, async () => {
      await changed(({ session: latest }) => latest?.spend.marginalUsd !== session.spend.marginalUsd);
      const after = await spend.requests(session.agent, session.session);
      assert.deepEqual(
        after.map(({ priced }) => priced.marginalUsd),
        before.map(({ priced }) => divideHalfUp((priced.listUsd ?? 0n) * 875n, 1000n)),
      );
      assert.deepEqual(
        after.map(({ priced }) => priced.listUsd),
        before.map(({ priced }) => priced.listUsd),
      );
    });
  });

  test('a pricing model of one’s own that is wrong changes nothing', async () => {
    const before = await spend.overview();
    await withSetting('pricing.custom', [{ id: 'x', kind: 'nonsense' }], async () => {
      assert.equal((await spend.overview()).today.marginalUsd, before.today.marginalUsd);
    });
  });

  test(`a line that an agent appends is in the meter's figures within ${limitMs} ms (p95 of ${appends})`, async () => {
    const times: number[] = [];
    for (let index = 0; index < appends; index++) {
      const at = Date.now();
      const { file, line } = nextRequestLine(at, 1_000 + index);
      const begun = performance.now();
      const news = new Promise<void>((resolve) => {
        const listening = spend.onDidChange((what) => {
          if (what === 'usage') {
            void spend.overview().then(({ lastRequest }) => {
              if (lastRequest?.at === at) {
                listening.dispose();
                resolve();
              }
            });
          }
        });
      });
      appendFileSync(path.join(home, file), line);
      await news;
      times.push(performance.now() - begun);
      // Agents write at no set time: the next line comes at another point of the watcher's beat.
      await new Promise((done) => setTimeout(done, 37 + 11 * (index % 7)));
    }
    times.sort((a, b) => a - b);
    const p95 = times[Math.ceil(times.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
    report(`append to figure: median ${times[appends / 2]?.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
    assert.ok(p95 < underLoad(limitMs), `${p95} ms`);
    const { words } = meterText(spend.state, await spend.overview(), Date.now(), { hideAmounts: false });
    assert.match(words, /^Spent today: .*\. Last request: /);
  });
});
