import { test } from 'node:test';
import { openUiSession, type Theme } from '../window/openUiSession.ts';

const themes: readonly (readonly [theme: Theme, name: string])[] = [
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
];

for (const [theme, name] of themes) {
  test(`meter, sessions, hints and a hover stand in ${theme}`, async () => {
    const ui = await openUiSession({ openFile: 'CLAUDE.md', theme });
    try {
      await ui.statusBarText(/today/);
      await ui.openActivity('Meterline');
      await ui.tree().nth(3).waitFor();
      const hint = ui.page.locator('.monaco-editor .view-line [class*="dyn-rule"]').filter({ hasText: 'tok' }).nth(1);
      await hint.hover();
      await ui.page.locator('.monaco-hover:visible').filter({ hasText: 'Same text on' }).first().waitFor();
      await ui.screenshot(`theme-${name}`);
    } finally {
      await ui.close();
    }
  });
}
