/** Where Claude Code and Claude Desktop keep session logs. reference/agents/claude.md, 2026-11-22. */
import type { LogRoot, Machine } from '../adapter.ts';
import { expandHome, folderList, joinPath } from '../places.ts';

/** Claude Desktop's package family in the Microsoft Store build (anthropics/claude-code#93152, 2026-09-09). */
const storePackage = 'Claude_pzs8sxrjxfjjc';

/**
 * The `projects` folders of Claude Code and the session tree of Claude Desktop. CLAUDE_CONFIG_DIR, a comma list, stands in place
 * of both of Claude Code's default folders; Desktop sets its own and is always looked at.
 */
export function claudeRoots(machine: Machine): readonly LogRoot[] {
  const overrides = folderList(machine, machine.env.CLAUDE_CONFIG_DIR);
  const code =
    overrides.length > 0
      ? overrides.map((folder) => root(projectsOf(machine, folder), 'CLAUDE_CONFIG_DIR'))
      : [
          root(joinPath(machine, machine.home, '.claude', 'projects'), 'default'),
          root(
            joinPath(machine, configHome(machine), 'claude', 'projects'),
            machine.env.XDG_CONFIG_HOME ? 'XDG_CONFIG_HOME' : 'default of newer versions',
          ),
        ];
  const desktop = desktopFolders(machine).map((folder) =>
    root(joinPath(machine, folder, 'local-agent-mode-sessions'), 'Claude Desktop'),
  );
  const seen = new Set<string>();
  return [...code, ...desktop].filter(({ folder }) => !seen.has(folder) && seen.add(folder));
}

/**
 * Whether a path below a root is a session log: any .jsonl at any depth below `projects`. Desktop's tree holds other .jsonl files
 * beside its sessions' `projects` folders (audit.jsonl repeats the same requests), all of them inside a `local_…` folder; a project's
 * folder never has that name, as its `_` would be written `-`.
 */
export function isClaudeLog(relativePath: string): boolean {
  return (
    /\.jsonl$/.test(relativePath) &&
    (/(^|\/)projects\//.test(relativePath) || !/(^|\/)local_[^/]*\//.test(relativePath))
  );
}

function root(folder: string, reason: string): LogRoot {
  return { folder, reason, configFile: null };
}

function projectsOf(machine: Machine, folder: string): string {
  return /[/\\]projects[/\\]*$/.test(folder) ? joinPath(machine, folder) : joinPath(machine, folder, 'projects');
}

function configHome(machine: Machine): string {
  const { XDG_CONFIG_HOME } = machine.env;
  return XDG_CONFIG_HOME ? expandHome(machine, XDG_CONFIG_HOME) : joinPath(machine, machine.home, '.config');
}

function desktopFolders(machine: Machine): readonly string[] {
  switch (machine.platform) {
    case 'darwin':
      return [joinPath(machine, machine.home, 'Library', 'Application Support', 'Claude')];
    case 'linux':
      return [joinPath(machine, configHome(machine), 'Claude')];
    case 'win32': {
      const roaming = machine.env.APPDATA ?? joinPath(machine, machine.home, 'AppData', 'Roaming');
      const local = machine.env.LOCALAPPDATA ?? joinPath(machine, machine.home, 'AppData', 'Local');
      return [
        joinPath(machine, roaming, 'Claude'),
        joinPath(machine, local, 'Packages', storePackage, 'LocalCache', 'Roaming', 'Claude'),
      ];
    }
  }
}
