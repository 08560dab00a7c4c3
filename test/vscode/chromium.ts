/** Debian's Chromium under playwright-core: the window of the VS Code that runs on this machine. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { runCommand } from '../steps/command.ts';
import { say } from '../steps/say.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser's program: CHROMIUM_PATH, or the first of its usual names on PATH; null when there is none. */
export function findChromium(): string | null {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') {
    return existsSync(chosen) ? chosen : null;
  }
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(existsSync) ?? null;
}

/**
 * Finds Chromium, or installs it through apt-get as root or with a password-less sudo.
 * @throws Error saying that Chromium is missing and why it could not be installed.
 */
async function ensureChromium(): Promise<string> {
  const present = findChromium();
  if (present !== null) {
    return present;
  }
  const prefix = await rootPrefix();
  if (prefix === null) {
    throw new Error('Chromium is missing and may not be installed from here. Install it, or set CHROMIUM_PATH.');
  }
  say('  Chromium: installing with apt-get');
  const [program = 'apt-get', ...args] = [...prefix, 'apt-get'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(program, [...args, 'update', '-qq'], { env });
  const done = await runCommand(program, [...args, 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    env,
  });
  const installed = findChromium();
  if (installed === null) {
    throw new Error(`Chromium is missing and apt-get could not install it:\n${done.output.slice(-2000)}`);
  }
  return installed;
}

async function rootPrefix(): Promise<string[] | null> {
  if (process.getuid?.() === 0) {
    return [];
  }
  const { code } = await runCommand('sudo', ['-n', 'true']);
  return code === 0 ? ['sudo', '-n'] : null;
}

/** Starts Chromium, headless unless told otherwise; installs it first where that is possible. @throws Error when it is not. */
export async function launchChromium(options: { readonly headless?: boolean } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    headless: options.headless ?? true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
}
