/** Words of others (a model's name in a project's settings, a path) where VS Code would read markup in them. */

/** For notifications, where `[x](command:y)` would be a link that runs a command. */
export function plainNotice(text: string): string {
  return text.replaceAll('](', '] (');
}

/** For rows of a quick pick, where `$(x)` would be an icon. */
export function plainRow(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
