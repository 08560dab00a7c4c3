/** A process that reads a home into a ledger file once: `node readChild.ts HOME LEDGER`. Says when it begins to read, and the end. */
import { openRig } from '../ledger/rig.ts';

const [, , home = '', file = ''] = process.argv;
const rig = openRig(home, { file, batchBytes: 16_384, busyTimeoutMs: 5_000 });
let isTold = false;
await rig.ingest.catchUp(new AbortController().signal, () => {
  if (!isTold) {
    isTold = true;
    process.stdout.write('reading\n');
  }
});
rig.close();
process.stdout.write('done\n');
