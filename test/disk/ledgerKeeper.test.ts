/** What an editor's window gets from its ledger: figures, places and Doctor, whatever the state of the ledger's file. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { adapters } from '../../src/core/agents/registry.ts';
import type { SpendSettings, SpendSource } from '../../src/core/usage/spendSource.ts';
import { startLedgerKeeper } from '../../src/disk/ledgerKeeper.ts';
import { book, index } from '../core/pricing/builtBook.ts';
import { claudePath, claudeRow } from './ledger/claudeLog.ts';
import { codexPath, codexSession, meta, tokens } from './ledger/codexLog.ts';
import { add, lines, machineAt, put, temporaryFolder } from './ledger/rig.ts';

const settings: SpendSettings = { billing: {}, customPricing: [], timezone: 'UTC', sources: {} };

function start(t: TestContext, home: string, ledgerFile: string): SpendSource {
  const service = startLedgerKeeper({
    ledgerFile,
    machine: machineAt(home),
    adapters,
    prices: { book, index },
    settings,
  });
  t.after(() => service.dispose());
  return service;
}

/** Waits until the sessions' requests are so many. */
async function untilRequests(service: SpendSource, wanted: number): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < 10_000; ) {
    const sessions = await service.sessions(100);
    if (service.state.phase === 'live' && sessions.reduce((sum, { spend }) => sum + spend.requests, 0) === wanted) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`state ${JSON.stringify(service.state)}, sessions ${(await service.sessions(100)).length}`);
}

function homeWithTwoAgents(t: TestContext): string {
  const home = temporaryFolder(t);
  put(home, claudePath('one'), lines(claudeRow()));
  const id = codexSession(0, 'a');
  put(home, codexPath(id), lines(meta(id), tokens(1, 10, 1)));
  return home;
}

test('where the ledger’s file cannot be, one in memory stands in for it, is live, and Doctor says why', async (t) => {
  const home = homeWithTwoAgents(t);
  const notAFolder = put(home, 'plain.txt', 'x');
  const service = start(t, home, path.join(notAFolder, 'ledger.db'));
  await untilRequests(service, 2);
  add(home, claudePath('one'), lines(claudeRow({ id: 'msg_2', request: 'req_2' })));
  await untilRequests(service, 3);
  const report = await service.diagnostics();
  assert.match(report, /The ledger ledger\.db cannot be used \(.+\); one in memory stands in for it\./);
  assert.match(report, /Ledger in memory/);
});

test('the second window of a ledger shows the same figures and knows the places, too', async (t) => {
  const home = homeWithTwoAgents(t);
  const file = path.join(home, 'ledger.db');
  const first = start(t, home, file);
  await untilRequests(first, 2);
  const second = start(t, home, file);
  await untilRequests(second, 2);
  assert.deepEqual(await second.places(), await first.places());
  assert.ok((await second.places()).some(({ state }) => state === 'found'));
  assert.match(await second.diagnostics(), new RegExp(`Process ${process.pid} reads the logs`));
  await first.dispose();
  add(home, claudePath('one'), lines(claudeRow({ id: 'msg_2', request: 'req_2' })));
  await untilRequests(second, 3);
});

test('sources that are switched quickly end in the last setting, with one reader', async (t) => {
  const home = homeWithTwoAgents(t);
  const elsewhere = temporaryFolder(t);
  put(elsewhere, 'two.jsonl', lines(claudeRow({ session: 'two', id: 'msg_9', request: 'req_9' })));
  const service = start(t, home, path.join(home, 'ledger.db'));
  await untilRequests(service, 2);
  for (const folder of [null, '/nowhere', elsewhere]) {
    service.configure({ ...settings, sources: { claude: { isEnabled: true, folder } } });
  }
  await untilRequests(service, 3);
  const claude = (await service.places()).filter(({ agent }) => agent === 'claude');
  assert.deepEqual(
    claude.map(({ folder, state }) => [folder, state]),
    [[elsewhere, 'found']],
  );
  service.configure(settings);
  await service.dispose();
  assert.ok(existsSync(path.join(home, 'ledger.db')));
});
