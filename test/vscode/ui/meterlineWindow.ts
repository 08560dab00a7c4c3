/** A real VS Code with the packaged Meterline on sample logs of its own, for the UI tests of one file. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { packVsix } from '../../package/packVsix.ts';
import { root, runCommand } from '../../steps/command.ts';
import { writeDemoHome } from '../demoHome.ts';
import { openUiSession, type UiSessionOptions } from '../window/openUiSession.ts';
import type { Workbench } from '../window/workbench.ts';

/** An open window and the logs that it reads. */
export interface MeterlineWindow {
  readonly ui: Workbench;
  /** The sample home. */
  readonly home: string;
  readonly timezone: string;
  /** A folder for what a test needs; removed at the end. */
  readonly scratch: string;
  /** The meter in the status bar, in whatever state. */
  readonly meter: Locator;
  /** Sets settings of the user, of any scope. Undefined takes one away. */
  set(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** A user setting as settings.json now has it. */
  setting(key: string): Promise<unknown>;
  /** What the command line says of the same logs and days. */
  cli(...args: readonly string[]): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
  /** Saves <name>-dark.png, -light, -hc-dark and -hc-light, of the window as it is. */
  inEveryTheme(name: string): Promise<void>;
  close(): Promise<void>;
}

/** See its source: it makes VS Code itself change settings. */
const settingsExtension = path.join(root, 'test', 'fixtures', 'settingsExtension');

/** Which samples a window has besides the usual; everything has a default. */
export interface MeterlineWindowOptions extends Omit<UiSessionOptions, 'home' | 'vsix'> {
  /** Adds to the sample home before VS Code starts. */
  readonly prepare?: (home: string) => Promise<void>;
}

const themes = [
  ['light', 'Light Modern', 'vs'],
  ['hc-dark', 'Default High Contrast', 'hc-black'],
  ['hc-light', 'Default High Contrast Light', 'hc-light'],
  ['dark', 'Dark Modern', 'vs-dark'],
] as const;

/** Packs Meterline, writes the samples and opens a window: what users get, and notifications as users see them. */
export async function openMeterline(options: MeterlineWindowOptions = {}): Promise<MeterlineWindow> {
  const { prepare, settings, ...rest } = options;
  const scratch = await mkdtemp(path.join(tmpdir(), 'meterline-window-'));
  const home = path.join(scratch, 'home');
  await writeDemoHome(home, Date.now());
  await prepare?.(home);
  const timezone = zoneInAfternoon(Date.now());
  const wish = path.join(scratch, 'settings.json');
  const ui = await openUiSession({
    timeoutMs: 30_000,
    ...rest,
    home,
    env: { METERLINE_TEST_SETTINGS: wish },
    vsix: [await packVsix(scratch), await packVsix(scratch, settingsExtension)],
    settings: { 'meterline.timezone': timezone, ...settings },
  });
  let wishes = 0;
  const set = async (next: Readonly<Record<string, unknown>>): Promise<void> => {
    wishes += 1;
    await writeFile(
      wish,
      JSON.stringify({ number: wishes, settings: next }, (_key, value) => value ?? null),
    );
    await eventually(async () => {
      const { number, error } = JSON.parse(await readFile(`${wish}.done`, 'utf8'));
      assert.equal(error, undefined);
      assert.equal(number, wishes);
    });
  };
  return {
    ui,
    home,
    timezone,
    scratch,
    meter: ui.page.locator('.part.statusbar [id="meterline.meterline.meterline.meter"]'),
    set,
    setting: async (key) =>
      JSON.parse(await readFile(path.join(ui.server.userDataFolder, 'User', 'settings.json'), 'utf8'))[key],
    cli: async (...args) => {
      const from = ['--home', home, '--ledger', ':memory:', '--timezone', timezone, '--json'];
      const { stdout, output, code } = await runCommand(process.execPath, ['dist/cli.js', ...args, ...from]);
      assert.equal(code, 0, output);
      return JSON.parse(stdout);
    },
    async inEveryTheme(name) {
      for (const [suffix, theme, className] of themes) {
        await set({ 'workbench.colorTheme': theme });
        await ui.page.locator(`.monaco-workbench.${className}`).waitFor();
        await sleep(150);
        await ui.screenshot(`${name}-${suffix}`);
      }
    },
    async close() {
      await ui.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** Tries until the assertion holds; the last failure is the test's. */
export async function eventually<T>(assertion: () => Promise<T>, timeoutMs = 20_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) {
        throw error;
      }
      await sleep(50);
    }
  }
}

/**
 * A zone in which it is between 13:00 and 14:00: the samples of the last hours are of today and those before of yesterday,
 * whenever the tests run. Zones named by Etc count their hours the other way round.
 */
function zoneInAfternoon(nowMs: number): string {
  const hour = new Date(nowMs).getUTCHours();
  const ahead = 13 - hour;
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
