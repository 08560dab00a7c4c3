/** A VS Code server with a throwaway profile on 127.0.0.1. Installs VS Code from npm first where it is missing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand, withoutColour } from '../../steps/command.ts';
import { say } from '../../steps/say.ts';
import { installVscode } from './install.ts';
import { quietSettings, type Settings } from './quietSettings.ts';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How a server is started; everything has a default. */
export interface ServerOptions {
  /** Laid over the quiet settings. */
  readonly settings?: Settings;
  /** Packaged extensions that are installed first. */
  readonly vsix?: readonly string[];
  /** Environment of the extension host, on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lets the window's address name extensions and tests to load, which a built VS Code ignores otherwise. */
  readonly developmentMode?: boolean;
  /** Folder that the plain address opens. */
  readonly folder?: string;
}

/** A running server. `stop` ends all its processes and removes the profile. */
export interface VscodeServer {
  /** 'http://127.0.0.1:PORT' */
  readonly url: string;
  readonly userDataFolder: string;
  /** What the server printed so far. */
  output(): string;
  /** VS Code's own log files. */
  logFiles(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts a server and waits until it listens. @throws Error with its output when it does not within 60 seconds. */
export async function startVscodeServer(options: ServerOptions = {}): Promise<VscodeServer> {
  const install = await installVscode(say);
  const profile = await mkdtemp(path.join(tmpdir(), 'meterline-vscode-'));
  const userDataFolder = path.join(profile, 'user-data');
  const args = [install.entry, ...(await writeProfile(profile, userDataFolder, options.settings))];
  const env = hostEnvironment(options.env);
  for (const vsix of options.vsix ?? []) {
    const installed = await runCommand(install.node, [...args, '--install-extension', path.resolve(vsix), '--force'], {
      env,
    });
    if (installed.code !== 0) {
      throw new Error(`VS Code refused ${vsix}:\n${installed.output}`);
    }
  }
  args.push('--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust');
  args.push('--disable-getting-started-override', '--ignore-last-opened');
  if (options.developmentMode) {
    args.push('--vscode-option', 'enable-smoke-test-driver');
  }
  if (options.folder !== undefined) {
    args.push(path.resolve(options.folder));
  }
  // A process group of its own, so that extension hosts and terminals end with it.
  const child = spawn(install.node, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const stop = stopper(child, profile);
  const url = await listening(child, () => output);
  if (url === null) {
    await stop();
    throw new Error(`the VS Code server did not start:\n${output}`);
  }
  return {
    url,
    userDataFolder,
    output: () => output,
    logFiles: () => listFiles(path.join(userDataFolder, 'logs')),
    stop,
  };
}

async function writeProfile(profile: string, userDataFolder: string, settings: Settings = {}): Promise<string[]> {
  const extensions = path.join(profile, 'extensions');
  await mkdir(path.join(userDataFolder, 'User'), { recursive: true });
  await mkdir(extensions, { recursive: true });
  const merged = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  await writeFile(path.join(userDataFolder, 'User', 'settings.json'), merged);
  // A configuration of our own: the server would otherwise read and write the user's.
  const config = path.join(profile, 'config.yaml');
  await writeFile(config, 'auth: none\ncert: false\n');
  return ['--config', config, '--user-data-dir', userDataFolder, '--extensions-dir', extensions];
}

/** This process's environment without what an outer VS Code, test runner or npm would pass on, and with no gallery. */
function hostEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    const isForeign = /^(VSCODE_|CODE_SERVER_|CS_|ELECTRON_|NODE_|npm_|PORT$|PASSWORD$)/.test(name);
    if (value !== undefined && !isForeign) {
      env[name] = value;
    }
  }
  return { ...env, ...withoutColour, EXTENSIONS_GALLERY: '{}', ...extra };
}

async function listening(child: ChildProcess, output: () => string): Promise<string | null> {
  const deadline = performance.now() + 60_000;
  while (child.exitCode === null && performance.now() < deadline) {
    const url = /HTTP server listening on (http:\/\/[^\s/]+)/.exec(output())?.[1];
    if (url !== undefined) {
      return url;
    }
    await sleep(25);
  }
  return null;
}

function stopper(child: ChildProcess, profile: string): () => Promise<void> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? Number.NaN), signal);
    } catch {
      // The whole group is gone already.
    }
  };
  const killOnExit = (): void => signalGroup('SIGKILL');
  process.once('exit', killOnExit);
  // Being in a group of its own, the server would outlive Ctrl+C.
  const killOnSignal = (signal: NodeJS.Signals): void => {
    signalGroup('SIGKILL');
    if (process.listenerCount(signal) === 0) {
      process.kill(process.pid, signal);
    }
  };
  for (const signal of endings) {
    process.once(signal, killOnSignal);
  }
  return async () => {
    signalGroup('SIGTERM');
    await Promise.race([exited, sleep(3000)]);
    signalGroup('SIGKILL');
    process.off('exit', killOnExit);
    for (const signal of endings) {
      process.off(signal, killOnSignal);
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}

async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
