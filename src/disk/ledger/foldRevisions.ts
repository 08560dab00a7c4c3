/** A streamed response is told once per row, dozens of times; the ledger needs only the revision that stays. */
import type { UsageRevision } from '../../core/usage/usageRecord.ts';

/**
 * Revisions of one file without those that a later or heavier one of the same request replaces anyway: applying the result gives the
 * same ledger as applying all. Where two differ in anything but their content, both stay, and the ledger decides.
 */
export function foldRevisions(revisions: readonly UsageRevision[]): readonly UsageRevision[] {
  const kept = new Map<string, UsageRevision[]>();
  for (const revision of revisions) {
    const name = `${revision.agent} ${revision.key}`;
    const group = kept.get(name);
    const last = group?.at(-1);
    if (!group || !last) {
      kept.set(name, [revision]);
    } else if (!areAlike(last, revision)) {
      group.push(revision);
    } else if (isAfter(revision, last)) {
      group[group.length - 1] = revision;
    }
  }
  return [...kept.values()].flat();
}

function isAfter(revision: UsageRevision, last: UsageRevision): boolean {
  return (revision.weight - last.weight || revision.at - last.at || revision.offset - last.offset) >= 0;
}

/** Whether only the content differs, and no cost was reported that the one that goes would take with it. */
function areAlike(a: UsageRevision, b: UsageRevision): boolean {
  const [mainA, mainB] = [a.records[0], b.records[0]];
  return (
    a.isSidechain === b.isSidechain &&
    a.replayScope === b.replayScope &&
    a.claim.fileFirstAt === b.claim.fileFirstAt &&
    a.claim.forkedFrom === b.claim.forkedFrom &&
    a.claim.isOwnFile === b.claim.isOwnFile &&
    mainA !== undefined &&
    mainB !== undefined &&
    mainA.session === mainB.session &&
    mainA.parentSession === mainB.parentSession &&
    mainA.subagent === mainB.subagent &&
    [...a.records, ...b.records].every((record) => record.reportedUsd === null && record.credits === null)
  );
}
