/**
 * How fast logs are read into a ledger, here and now: `npx node test/bench/ingest.ts TREE`, a home with agents' logs and, where there
 * is one, a truth.json with what it holds; or `… GENERATOR.mjs [MB]`, a program that writes such a tree when told `--out DIR
 * --claude-mb N --codex-mb N`. Reports only; a slow machine is no failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localDay } from '../../src/core/format/localDay.ts';
import { createPricer, preparePrices } from '../../src/core/pricing/pricer.ts';
import type { UsageRow } from '../../src/core/usage/usageRow.ts';
import { usageRows } from '../../src/disk/ledger/queries.ts';
import { queryOverview, querySessions } from '../../src/disk/spendQueries.ts';
import { always, openRig } from '../disk/ledger/rig.ts';

/** Sums of one model or day, by the names of the generator. */
type Sums = Record<string, number>;

interface Truth {
  readonly claude: {
    readonly models: Record<string, Sums>;
    readonly days: Record<string, Sums>;
    readonly messages: number;
  };
  readonly codex: {
    readonly models: Record<string, Sums>;
    readonly days: Record<string, Sums>;
    readonly events: number;
  };
  readonly bytes: Record<string, number>;
}

const [, , what, ...rest] = process.argv;
if (what === undefined) {
  say('usage: npx node test/bench/ingest.ts TREE | GENERATOR.mjs [MB]');
} else if (what === '--read') {
  await read(rest[0] ?? '', rest[1] ?? '');
} else if (what.endsWith('.mjs')) {
  const tree = mkdtempSync(path.join(tmpdir(), 'meterline-bench-'));
  const half = String(Number(rest[0] ?? 100) / 2);
  spawnSync(process.execPath, [what, '--out', tree, '--claude-mb', half, '--codex-mb', half], { stdio: 'ignore' });
  measure(tree);
  rmSync(tree, { recursive: true });
} else {
  measure(what);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Reads the tree in processes of their own: from nothing, again, and again with a warm page cache. */
function measure(tree: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'meterline-bench-ledger-'));
  for (const [name, file] of [
    ['first read', 'a.db'],
    ['nothing new', 'a.db'],
    ['first read, pages in memory', 'b.db'],
  ] as const) {
    say(`\n${name}`);
    spawnSync(process.execPath, [import.meta.filename, '--read', tree, path.join(folder, file)], { stdio: 'inherit' });
  }
  rmSync(folder, { recursive: true });
}

async function read(tree: string, file: string): Promise<void> {
  const startUp = process.resourceUsage();
  const begun = performance.now();
  const rig = openRig(tree, { file });
  await rig.readAll();
  const wall = (performance.now() - begun) / 1000;
  const usage = process.resourceUsage();
  const cpu = (usage.userCPUTime + usage.systemCPUTime - startUp.userCPUTime - startUp.systemCPUTime) / 1e6;
  const bytes = rig.ingest.discovery.logs.reduce((sum, log) => sum + log.sizeBytes, 0);
  say(`  ${(bytes / 1e6).toFixed(0)} MB in ${rig.ingest.discovery.logs.length} files`);
  say(`  ${cpu.toFixed(2)} CPU s, ${wall.toFixed(2)} s, at most ${(usage.maxRSS / 1024).toFixed(0)} MB of memory`);
  say(`  ledger of ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  // Only now: the package that prices come from is so large that it would slow the reading, and no build of ours loads it.
  const { book } = await import('../core/pricing/builtBook.ts');
  const { db } = rig.ledger;
  const rows = usageRows(db, always);
  const nowMs = Math.max(0, ...rows.map(({ at }) => at));
  const asking = {
    nowMs,
    timezone: 'Europe/Berlin',
    price: createPricer(preparePrices(book), { billing: {}, customPricing: [] }),
  };
  for (const [name, ask] of Object.entries({
    'overview, first': () => queryOverview(db, asking),
    'overview, again': () => queryOverview(db, asking),
    '200 sessions': () => querySessions(db, 200, asking),
    'a thorough check': () => db.prepare('PRAGMA quick_check(1)').get(),
  })) {
    const asked = performance.now();
    ask();
    say(`  ${name}: ${(performance.now() - asked).toFixed(1)} ms`);
  }
  const truthFile = path.join(tree, 'truth.json');
  if (existsSync(truthFile)) {
    compare(rows, JSON.parse(readFileSync(truthFile, 'utf8')));
  }
  rig.close();
}

/** Says how many of the truth's sums the ledger has to the token. */
function compare(rows: readonly UsageRow[], truth: Truth): void {
  for (const agent of ['claude', 'codex'] as const) {
    const own = rows.filter((row) => row.agent === agent);
    const requests = own.reduce((sum, row) => sum + row.requests, 0);
    const trueRequests = agent === 'claude' ? truth.claude.messages : truth.codex.events;
    say(`  ${agent}: ${requests} requests of ${trueRequests}`);
    for (const [name, keyOf] of [
      ['models', (row: UsageRow) => row.model],
      ['days', (row: UsageRow) => localDay(row.at, 'UTC')],
    ] as const) {
      const wrong = Object.entries(truth[agent][name]).filter(([key, sums]) => {
        const found = sumOf(own.filter((row) => keyOf(row) === key));
        return Object.entries(sums).some(([field, value]) => found[field] !== value);
      });
      const all = Object.keys(truth[agent][name]).length;
      say(`  ${agent}: ${all - wrong.length} of ${all} ${name} exact${wrong.map(([key]) => `, not ${key}`).join('')}`);
    }
  }
}

function sumOf(rows: readonly UsageRow[]): Sums {
  const sum = (of: (row: UsageRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const cc5m = sum(({ meters }) => meters.cacheWrite5m);
  const cc1h = sum(({ meters }) => meters.cacheWrite1h);
  return {
    input: sum(({ meters }) => meters.input),
    cache_read: sum(({ meters }) => meters.cacheRead),
    cache_creation: cc5m + cc1h,
    cc5m,
    cc1h,
    output: sum(({ meters }) => meters.output),
    reasoning: sum(({ meters }) => meters.reasoning),
  };
}
