/**
 * Installs a real VS Code from npm: the code-server build (VS Code 1.139.1) and the Node that it needs. Into
 * ~/.cache/meterline/vscode-<version>, or METERLINE_VSCODE_DIR; a complete install of the same versions is left alone.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { arch, homedir, platform } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../steps/command.ts';
import { withFolderLock } from './folderLock.ts';

const codeServerVersion = '4.139.1';
/** code-server 4.139 refuses any other major than 24. */
const nodeVersion = '24.21.0';
const versions = `code-server=${codeServerVersion} node=${nodeVersion}`;

/** A complete install: its folder, and the two files that start a server. */
export interface VscodeInstall {
  readonly folder: string;
  readonly node: string;
  readonly entry: string;
}

function installFolder(): string {
  const chosen = process.env.METERLINE_VSCODE_DIR;
  return path.resolve(chosen || path.join(homedir(), '.cache', 'meterline', `vscode-${codeServerVersion}`));
}

/** The install, or null when it is missing, incomplete or of other versions. */
export async function findVscode(): Promise<VscodeInstall | null> {
  const folder = installFolder();
  const stamp = await readFile(path.join(folder, '.complete'), 'utf8').catch(() => '');
  const node = path.join(folder, 'node_modules', `node-linux-${arch()}`, 'bin', 'node');
  const entry = path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  const isComplete = stamp.startsWith(versions) && existsSync(node) && existsSync(entry);
  return isComplete ? { folder, node, entry } : null;
}

/**
 * Finds the install or makes it, reporting each step to `say`. Takes some two minutes and 550 MB the first time.
 * @throws Error saying what is missing: an unsupported platform, or the output of the npm step that failed.
 */
export async function installVscode(say: (line: string) => void): Promise<VscodeInstall> {
  const present = await findVscode();
  if (present !== null) {
    return present;
  }
  if (platform() !== 'linux' || (arch() !== 'x64' && arch() !== 'arm64')) {
    throw new Error(
      `VS Code from npm runs on Linux x64 and arm64, not on ${platform()} ${arch()}. Use \`npm run test:desktop\`.`,
    );
  }
  const folder = installFolder();
  await mkdir(folder, { recursive: true });
  return withFolderLock(folder, async () => {
    // Another installer may have finished while this one waited.
    const finished = await findVscode();
    if (finished !== null) {
      return finished;
    }
    await install(folder, (line) => say(`  VS Code: ${line}`));
    const made = await findVscode();
    if (made === null) {
      throw new Error(`npm finished, but there is no VS Code in ${folder}`);
    }
    return made;
  });
}

async function install(folder: string, say: (line: string) => void): Promise<void> {
  say(`installing ${codeServerVersion} from npm into ${folder} (about two minutes, once)`);
  await rm(path.join(folder, '.complete'), { force: true });
  await rm(path.join(folder, 'node_modules'), { recursive: true, force: true });
  await rm(path.join(folder, 'package-lock.json'), { force: true });
  const nodePackage = `node-linux-${arch()}`;
  const manifest = {
    name: 'meterline-vscode',
    private: true,
    dependencies: { 'code-server': codeServerVersion, [nodePackage]: nodeVersion },
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const nodeHome = path.join(folder, 'node_modules', nodePackage);
  const server = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  // node-gyp takes its headers from the Node package and downloads nothing; the setting also overrides one in ~/.npmrc.
  const env = { PATH: `${nodeHome}/bin${path.delimiter}${process.env.PATH ?? ''}`, npm_config_nodedir: nodeHome };

  say('1/4 code-server and its Node');
  // Its postinstall wants Node 24 on PATH and compiles every native module; the steps below stand in for it.
  await npm(folder, ['install'], {});
  say("2/4 VS Code's own packages");
  // Not `npm ci`: a peer dependency is missing from VS Code's lock file.
  await npm(server, ['install', '--omit=dev'], env);
  await npm(path.join(server, 'extensions'), ['install', '--omit=dev'], env);
  await link('code-linux.sh', path.join(server, 'bin', 'remote-cli', 'code-server'));
  await link('browser-linux.sh', path.join(server, 'bin', 'helpers', 'browser.sh'));
  say('3/4 native modules');
  await compileNative(server, env, say);
  say('4/4 removing what other platforms need');
  await prune(server, nodeHome);
  await writeFile(path.join(folder, '.complete'), `${versions}\n`);
  say('installed');
}

async function npm(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runCommand('npm', [...args, ...flags], { cwd, env });
  if (code !== 0) {
    throw new Error(`npm ${args.join(' ')} in ${cwd} ended with ${code}:\n${output}`);
  }
}

async function link(target: string, at: string): Promise<void> {
  await rm(at, { force: true });
  await symlink(target, at);
}

/** spdlog writes VS Code's log files, native-watchdog ends orphaned hosts. VS Code works without them, but logs nothing. */
async function compileNative(cwd: string, env: Record<string, string>, say: (line: string) => void): Promise<void> {
  const modules = ['@vscode/spdlog', '@vscode/native-watchdog'];
  const { code } = await runCommand('npm', ['rebuild', '--loglevel=error', ...modules], { cwd, env });
  if (code !== 0) {
    say('no compiler for two native modules: VS Code will run, but write no log files');
  }
}

async function prune(server: string, nodeHome: string): Promise<void> {
  const modules = path.join(server, 'node_modules');
  const doomed = [
    path.join(modules, 'node-pty', 'third_party'),
    path.join(modules, '@microsoft', 'mxc-sdk'),
    path.join(nodeHome, 'share'),
    ...(await others(path.join(modules, '@vscode', 'ripgrep-universal', 'bin'), `linux-${arch()}`)),
    ...(await others(path.join(modules, 'node-pty', 'prebuilds'), `linux-${arch()}`)),
    ...(await others(path.join(modules, '@github'), '')).filter((folder) =>
      path.basename(folder).startsWith('copilot-sdk-'),
    ),
  ];
  await Promise.all(doomed.map((folder) => rm(folder, { recursive: true, force: true })));
}

async function others(folder: string, kept: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name !== kept).map((name) => path.join(folder, name));
}
