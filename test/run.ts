/**
 * `npm test [-- --only checks|unit|host|ui]`: everything that has to hold, in one run. Installs what is missing, prints what
 * it does, and ends with one line: N passed, N failed, N skipped. Exit 0 only when nothing failed and something passed.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { checkBuild, checkTypes, checkWithBiome, checkWithKnip } from './steps/checks.ts';
import { runNodeTests } from './steps/nodeTests.ts';
import { say, seconds } from './steps/say.ts';
import { oneFailed, succeeded, type Tally, tallyLine, total } from './steps/tally.ts';
import { runHostSuite } from './vscode/runHostSuite.ts';

type Part = 'checks' | 'unit' | 'host' | 'ui';

interface Step {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly run: () => Promise<Tally>;
}

const steps: readonly Step[] = [
  { name: 'Biome: format, lint, walls', parts: ['checks'], run: checkWithBiome },
  { name: 'TypeScript', parts: ['checks'], run: checkTypes },
  { name: 'knip: dead code', parts: ['checks'], run: checkWithKnip },
  { name: 'Build', parts: ['checks', 'unit', 'host', 'ui'], run: checkBuild },
  { name: 'Unit and property tests', parts: ['unit'], run: () => unitTests(['core', 'disk']) },
  { name: 'Walls, each with a planted fault', parts: ['unit'], run: () => unitTests(['walls']) },
  { name: 'Package', parts: ['unit'], run: () => unitTests(['package']) },
  { name: 'Pages in Chromium', parts: ['ui'], run: pageTests },
  { name: 'Inside a real VS Code', parts: ['host'], run: hostTests },
  { name: 'A real VS Code from the outside', parts: ['ui'], run: uiTests },
];

function unitTests(folders: readonly string[]): Promise<Tally> {
  return runNodeTests(
    folders.map((folder) => `test/${folder}/**/*.test.ts`),
    { concurrency: availableParallelism() },
  );
}

function pageTests(): Promise<Tally> {
  return runNodeTests(['test/webview/*.test.ts'], { concurrency: 1 });
}

function hostTests(): Promise<Tally> {
  return runHostSuite({ artifacts: 'test-artifacts/host' });
}

function uiTests(): Promise<Tally> {
  return runNodeTests(['test/vscode/ui/*.test.ts'], { concurrency: 1, timeoutMs: 900_000 });
}

async function runStep(step: Step): Promise<Tally> {
  const begun = performance.now();
  say(`\n── ${step.name}`);
  let tally: Tally;
  try {
    tally = await step.run();
  } catch (error) {
    say(`✖ ${error instanceof Error ? error.message : String(error)}`);
    tally = oneFailed;
  }
  // A step that counted nothing saw nothing, and that is a failure of the step.
  if (tally.passed + tally.failed + tally.skipped === 0) {
    say('✖ nothing ran');
    tally = oneFailed;
  }
  const { passed, failed, skipped } = tally;
  const counts = `passed ${passed} · failed ${failed} · skipped ${skipped}`;
  say(`   ${failed === 0 ? '✔' : '✖'} ${counts} · ${seconds(performance.now() - begun)}`);
  return tally;
}

function chosenSteps(): readonly Step[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const { only } = values;
  const chosen = steps.filter((step) => only === undefined || step.parts.some((part) => part === only));
  if (chosen.length === 0) {
    process.stderr.write(`--only takes checks, unit, host or ui, not ${only}\n`);
    process.exit(2);
  }
  return chosen;
}

const tallies: Tally[] = [];
for (const step of chosenSteps()) {
  tallies.push(await runStep(step));
}
const sum = total(tallies);
say(`\n${tallyLine(sum)}`);
process.exitCode = succeeded(sum) ? 0 : 1;
