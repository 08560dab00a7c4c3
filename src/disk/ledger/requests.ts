/** Upserts of requests: which revision of a request counts, to which session it belongs, and which copies are replays. */
import type { DatabaseSync } from 'node:sqlite';
import { promptBracket } from '../../core/pricing/promptBrackets.ts';
import { promptTokens, type UsageRecord, type UsageRevision } from '../../core/usage/usageRecord.ts';
import type { RollupChanges } from './rollup.ts';
import { meterColumns, meterValues, type RequestRow, requestRowOf } from './rows.ts';
import type { Numbering } from './sessions.ts';

/** Writes requests; every call belongs into an open transaction. */
export interface RequestWriter {
  /** Upserts one revision; true when a number or an attribution changed. */
  apply(revision: UsageRevision, fileId: number): boolean;
  /** Moves requests that were copied from a session, now known to be itself a copy, to the session's own origin. Returns how many. */
  moveCopies(agent: string, sessionId: number, session: string): number;
  /** Deletes the requests of a file whose twin counts instead. */
  removeFile(fileId: number): void;
}

const columns = [
  'agent',
  'key',
  'part',
  'session_id',
  'dimension_id',
  'bracket',
  'at',
  'file_id',
  'offset',
  'weight',
  'is_sidechain',
  'replay_scope',
  'is_suppressed',
  'claim_file_id',
  'claim_first_at',
  'claim_is_fork',
  'claim_is_own',
  'subagent',
  'requested_model',
  'branch',
  'label',
  'reported_usd',
  'credits',
  ...meterColumns,
];

/** The part of a row that its claim decides: where the request belongs. */
type Attribution = Pick<
  RequestRow,
  'session_id' | 'claim_file_id' | 'claim_first_at' | 'claim_is_fork' | 'claim_is_own' | 'subagent'
>;

/** Prepares the statements on `db`. */
export function createRequestWriter(db: DatabaseSync, numbering: Numbering, rollup: RollupChanges): RequestWriter {
  const byKey = db.prepare('SELECT * FROM request WHERE agent = ? AND key = ? ORDER BY part');
  const insert = db.prepare(
    `INSERT INTO request (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) RETURNING id`,
  );
  const remove = db.prepare('DELETE FROM request WHERE id = ?');
  const suppress = db.prepare('UPDATE request SET is_suppressed = 1 WHERE id = ?');
  const replaysOf = db.prepare(
    'SELECT * FROM request WHERE replay_scope = ? AND agent = ? AND is_sidechain = 1 AND is_suppressed = 0',
  );
  const originalOf = db.prepare(
    'SELECT 1 FROM request WHERE replay_scope = ? AND agent = ? AND is_sidechain = 0 LIMIT 1',
  );
  const copiesIn = db.prepare('SELECT * FROM request WHERE session_id = ? AND claim_is_fork = 1');
  const moveTo = db.prepare('UPDATE request SET session_id = ? WHERE id = ?');
  const ofFile = db.prepare('SELECT * FROM request WHERE file_id = ?');
  const pathOf = createPaths(db);

  function add(agent: string, key: string, row: Omit<RequestRow, 'id'>): void {
    insert.run(agent, key, ...valuesOf(row));
    rollup.add(row, 1);
  }

  function attributionOf(revision: UsageRevision, record: UsageRecord, fileId: number): Attribution {
    const { forkedFrom, fileFirstAt, isOwnFile } = revision.claim;
    const session = forkedFrom === null ? record.session : numbering.rootOf(revision.agent, forkedFrom);
    return {
      session_id: numbering.session(revision.agent, session, forkedFrom === null ? record.parentSession : null),
      claim_file_id: fileId,
      claim_first_at: fileFirstAt,
      claim_is_fork: forkedFrom === null ? 0 : 1,
      claim_is_own: isOwnFile ? 1 : 0,
      subagent: record.subagent,
    };
  }

  return {
    apply(revision, fileId) {
      const [main] = revision.records;
      if (!main) {
        return false;
      }
      const old = byKey.all(revision.agent, revision.key).map(requestRowOf);
      const [oldMain] = old;
      const ownClaim = attributionOf(revision, main, fileId);
      const attribution = oldMain && !claimsMore(ownClaim, oldMain, pathOf) ? oldMain : ownClaim;
      const isNewer = !oldMain || counts(revision, fileId, oldMain, pathOf);
      const isSidechain = isNewer ? revision.isSidechain : oldMain.is_sidechain === 1;
      const scope = isNewer ? revision.replayScope : oldMain.replay_scope;
      const isReplay = isSidechain && scope !== null && originalOf.get(scope, revision.agent) !== undefined;
      const shared = { ...pickAttribution(attribution), is_suppressed: isReplay ? 1 : 0 };
      const rows = isNewer
        ? revision.records.map((record, part) => ({
            ...shared,
            ...contentOf(revision, record, part, fileId, numbering),
            // A number that some revision gave is never replaced by null.
            reported_usd: record.reportedUsd ?? old[part]?.reported_usd ?? null,
            credits: record.credits ?? old[part]?.credits ?? null,
          }))
        : old.map((row, part) => ({
            ...row,
            ...shared,
            reported_usd: row.reported_usd ?? revision.records[part]?.reportedUsd ?? null,
            credits: row.credits ?? revision.records[part]?.credits ?? null,
          }));
      if (rows.length === old.length && rows.every((row, index) => isSame(row, old[index]))) {
        return false;
      }
      for (const row of old) {
        rollup.add(row, -1);
        remove.run(row.id);
      }
      for (const row of rows) {
        add(revision.agent, revision.key, row);
      }
      if (!isSidechain && scope !== null) {
        for (const replay of replaysOf.all(scope, revision.agent).map(requestRowOf)) {
          rollup.add(replay, -1);
          suppress.run(replay.id);
        }
      }
      return true;
    },
    moveCopies(agent, sessionId, session) {
      const target = numbering.session(agent, numbering.rootOf(agent, session), null);
      const copies = copiesIn.all(sessionId).map(requestRowOf);
      for (const row of copies) {
        rollup.add(row, -1);
        rollup.add({ ...row, session_id: target }, 1);
        moveTo.run(target, row.id);
      }
      return copies.length;
    },
    removeFile(fileId) {
      for (const row of ofFile.all(fileId).map(requestRowOf)) {
        rollup.add(row, -1);
        remove.run(row.id);
      }
    },
  };
}

/**
 * Whether a revision counts rather than the one in the ledger: a main row over its sidechain copy, then the heavier, the main one, the
 * later, the last in its file. What is left is the same row in two files: the first path has it, whichever file is read first.
 */
function counts(revision: UsageRevision, fileId: number, old: RequestRow, pathOf: (file: number) => string): boolean {
  const isMain = Number(!revision.isSidechain) - Number(old.is_sidechain === 0);
  const order =
    (revision.replayScope === null ? 0 : isMain) ||
    revision.weight - old.weight ||
    isMain ||
    revision.at - old.at ||
    revision.offset - old.offset;
  // The same row of the same file again: a reader that learnt more about it (Codex: its model) says so.
  return order > 0 || (order === 0 && (fileId === old.file_id || pathOf(fileId) < pathOf(old.file_id)));
}

/** Whether the first claim is stronger: the earlier file, then the uncopied row, then the session's own file, then the first path. */
function claimsMore(claim: Attribution, old: Attribution, pathOf: (file: number) => string): boolean {
  const order =
    old.claim_first_at - claim.claim_first_at ||
    old.claim_is_fork - claim.claim_is_fork ||
    claim.claim_is_own - old.claim_is_own;
  if (order !== 0 || claim.claim_file_id === old.claim_file_id) {
    return order >= 0;
  }
  return pathOf(claim.claim_file_id) < pathOf(old.claim_file_id);
}

/** Paths of files by number, each asked for once. */
function createPaths(db: DatabaseSync): (file: number) => string {
  const find = db.prepare('SELECT path FROM file WHERE id = ?');
  const known = new Map<number, string>();
  return (file) => {
    const path = known.get(file) ?? String(find.get(file)?.path);
    known.set(file, path);
    return path;
  };
}

function pickAttribution(row: Attribution): Attribution {
  const { session_id, claim_file_id, claim_first_at, claim_is_fork, claim_is_own, subagent } = row;
  return { session_id, claim_file_id, claim_first_at, claim_is_fork, claim_is_own, subagent };
}

function contentOf(revision: UsageRevision, record: UsageRecord, part: number, fileId: number, numbering: Numbering) {
  return {
    part,
    dimension_id: numbering.dimension(record),
    bracket: promptBracket(promptTokens(record.meters)),
    at: record.at,
    file_id: fileId,
    offset: revision.offset,
    weight: revision.weight,
    is_sidechain: revision.isSidechain ? 1 : 0,
    replay_scope: revision.replayScope,
    requested_model: record.requestedModel,
    branch: record.branch,
    label: record.label,
    meters: record.meters,
  };
}

/** The values of a row in the order of `columns`, after agent and key. */
function valuesOf(row: Omit<RequestRow, 'id'>): (string | number | null)[] {
  return [
    row.part,
    row.session_id,
    row.dimension_id,
    row.bracket,
    row.at,
    row.file_id,
    row.offset,
    row.weight,
    row.is_sidechain,
    row.replay_scope,
    row.is_suppressed,
    row.claim_file_id,
    row.claim_first_at,
    row.claim_is_fork,
    row.claim_is_own,
    row.subagent,
    row.requested_model,
    row.branch,
    row.label,
    row.reported_usd,
    row.credits,
    ...meterValues(row.meters),
  ];
}

function isSame(row: Omit<RequestRow, 'id'>, old: RequestRow | undefined): boolean {
  if (!old) {
    return false;
  }
  const before = valuesOf(old);
  return valuesOf(row).every((value, index) => value === before[index]);
}
