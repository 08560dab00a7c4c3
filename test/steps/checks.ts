/** The checks that are not made of tests: each counts as one, passed or failed. */
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { root, runCommand } from './command.ts';
import { say } from './say.ts';
import { oneFailed, onePassed, type Tally } from './tally.ts';

async function check(program: string, args: readonly string[]): Promise<Tally> {
  const { code } = await runCommand(program, args, { echo: true });
  if (code === 0) {
    return onePassed;
  }
  say(`✖ ${program} ended with ${code}`);
  return oneFailed;
}

/** Format, lint and the walls between the layers. Biome itself fails when it finds no file. */
export function checkWithBiome(): Promise<Tally> {
  return check('biome', ['ci', '--max-diagnostics=50', ...(process.stdout.isTTY ? [] : ['--colors=off'])]);
}

/** The whole tree's types, then those of every layer with other ambient types (core has none, pages have the DOM). One count each. */
export async function checkTypes(): Promise<Tally> {
  const layers = globSync('src/*/tsconfig.json', { cwd: root }).sort();
  for (const [layer, why] of [
    ['core', 'nothing proves that core is pure'],
    ['webview', 'the pages, which the whole tree leaves out, are not checked'],
  ] as const) {
    if (!layers.includes(path.join('src', layer, 'tsconfig.json'))) {
      say(`✖ src/${layer}/tsconfig.json is missing: ${why}`);
      return oneFailed;
    }
  }
  let sum: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const project of ['tsconfig.json', ...layers]) {
    say(`  tsc -p ${project}`);
    const { passed, failed } = await check('tsc', ['-p', project]);
    sum = { ...sum, passed: sum.passed + passed, failed: sum.failed + failed };
  }
  return sum;
}

/** Dead files, exports and dependencies. */
export function checkWithKnip(): Promise<Tally> {
  return check('knip', ['--no-progress']);
}

/** Builds dist/; a missing entry fails. */
export async function checkBuild(): Promise<Tally> {
  const tally = await check(process.execPath, ['esbuild.config.ts']);
  if (tally.failed === 0 && !existsSync(path.join(root, 'dist', 'meta.json'))) {
    say('✖ the build wrote no dist/meta.json');
    return oneFailed;
  }
  return tally;
}
