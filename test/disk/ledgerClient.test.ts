import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadingState } from '../../src/core/usage/spendSource.ts';
import { createLedgerClient, type LedgerClient } from '../../src/disk/ledgerClient.ts';

/** A thread that answers every question with the name of its ledger, and dies at once while a file 'broken' is there. */
const standIn = `
const { existsSync } = require('node:fs');
const path = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');
if (existsSync(path.join(__dirname, 'broken'))) throw new Error('the price book is missing');
parentPort.postMessage({ kind: 'state', state: { phase: 'live' } });
parentPort.on('message', (message) => {
  if (message.kind !== 'question') return;
  parentPort.postMessage({ kind: 'answer', id: message.id, value: workerData.ledgerFile });
  if (message.question.ask === 'close') parentPort.close();
});
`;

let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'meterline-client-'));
  await writeFile(path.join(folder, 'worker.cjs'), standIn);
});

after(() => rm(folder, { recursive: true, force: true }));

function open(ledgerFile: string): LedgerClient {
  const settings = { billing: {}, customPricing: undefined, timezone: '', sources: {} };
  return createLedgerClient(path.join(folder, 'worker.cjs'), { ledgerFile, home: null, pricesFile: '', settings });
}

async function inPhase(client: LedgerClient, phase: ReadingState['phase']): Promise<void> {
  for (let waited = 0; client.state.phase !== phase; waited += 10) {
    assert.ok(waited < 10_000, `${client.state.phase}, not ${phase}`);
    await sleep(10);
  }
}

test('a thread that cannot start makes an error in words, and questions are refused instead of waiting for ever', async () => {
  await writeFile(path.join(folder, 'broken'), '');
  const client = open('a.db');
  await inPhase(client, 'error');
  assert.match(client.state.phase === 'error' ? client.state.message : '', /the price book is missing/);
  await assert.rejects(client.diagnostics(), /the price book is missing/);
  await rm(path.join(folder, 'broken'));
  client.readAgain();
  await inPhase(client, 'live');
  assert.equal(await client.diagnostics(), 'a.db');
  await client.dispose();
});

test('a thread that died is started anew by itself', async () => {
  await writeFile(path.join(folder, 'broken'), '');
  const client = open('a.db');
  await inPhase(client, 'error');
  await rm(path.join(folder, 'broken'));
  await inPhase(client, 'live');
  await client.dispose();
});

test('of several moves in a row the last one holds, and every thread before it has ended', async () => {
  const client = open('a.db');
  await inPhase(client, 'live');
  await Promise.all([client.useLedger('b.db'), client.useLedger('c.db'), client.useLedger('d.db')]);
  await inPhase(client, 'live');
  assert.equal(await client.diagnostics(), 'd.db');
  await client.dispose();
  await assert.rejects(client.diagnostics(), /closed/);
});

test('a move away from a ledger that killed its thread is heard', async () => {
  await writeFile(path.join(folder, 'broken'), '');
  const client = open('a.db');
  await inPhase(client, 'error');
  await rm(path.join(folder, 'broken'));
  await client.useLedger('b.db');
  await inPhase(client, 'live');
  assert.equal(await client.diagnostics(), 'b.db');
  await client.dispose();
});
