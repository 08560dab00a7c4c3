/**
 * A process that keeps a ledger live, as an editor's worker does: `node loopChild.ts HOME LEDGER`. Tells as lines of JSON what the loop
 * tells, with the requests that the ledger holds; ends orderly at the end of its stdin.
 */
import { startIngestLoop } from '../../../src/disk/ingest/ingestLoop.ts';
import { openRig } from '../ledger/rig.ts';

const [, , home = '', file = ''] = process.argv;
const rig = openRig(home, { file, busyTimeoutMs: 5_000 });
const countRequests = rig.ledger.db.prepare('SELECT count(*) AS n FROM request');

function tell(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

const loop = startIngestLoop({
  ledger: rig.ledger,
  ingest: rig.ingest,
  onState: ({ phase }) => tell({ phase }),
  onUsage: () => tell({ requests: Number(countRequests.get()?.n) }),
});
let wasLeader: boolean | null = null;
const roles = setInterval(() => {
  if (loop.isLeader !== wasLeader) {
    wasLeader = loop.isLeader;
    tell({ isLeader: wasLeader });
  }
}, 10);
process.stdin.resume().on('end', async () => {
  clearInterval(roles);
  await loop.close();
  rig.close();
});
