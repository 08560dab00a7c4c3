/** Child of safeEdit.test.ts: switches a model, says each step on stdout, and stands still at the one named, to be killed there. */
import { writeSync } from 'node:fs';
import { editClaudeModel, verifyOnlyModelChanged } from '../../../src/core/agents/switch/claudeModelSetting.ts';
import { applyPlan, planEdit } from '../../../src/disk/config/safeEdit.ts';

const [file = '', backupFolder = '', stopAt = ''] = process.argv.slice(2);
const outcome = await planEdit(file, (text) => editClaudeModel(text, 'claude-haiku-5-5'), verifyOnlyModelChanged);
if (outcome.status !== 'planned') {
  throw new Error(outcome.status);
}
await applyPlan(outcome.plan, {
  backupFolder,
  atMs: 1_795_000_000_000,
  verify: verifyOnlyModelChanged,
  about: { agent: 'claude', from: null, to: 'claude-haiku-5-5' },
  onStep: (step) => {
    writeSync(1, `${step}\n`);
    if (step === stopAt) {
      // Blocks the thread itself, so that nothing behind this step can run before the kill.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
  },
});
