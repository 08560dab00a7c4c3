/** How long one program's code held a thread, from a CPU profile of the whole thread. */
import type { Profiler } from 'node:inspector';

/**
 * The longest stretch without a pause in which code of the named file was on the stack, and the sum of all stretches, in
 * milliseconds. A stretch that the system interrupted is as long as its user had to wait.
 */
export function ownTurns(
  profile: Profiler.Profile,
  file: string,
): { readonly longest: number; readonly total: number } {
  const isOwn = new Map<number, boolean>();
  const visit = (node: Profiler.ProfileNode, within: boolean): void => {
    const own = within || node.callFrame.url.endsWith(file);
    isOwn.set(node.id, own);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) {
        visit(child, own);
      }
    }
  };
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const [root] = profile.nodes;
  if (root) {
    visit(root, false);
  }
  let longest = 0;
  let total = 0;
  let stretch = 0;
  const { samples = [], timeDeltas = [] } = profile;
  samples.forEach((id, index) => {
    // A sample's delta is the time since the sample before it; what ran in between is the earlier one's.
    const micros = timeDeltas[index + 1] ?? 0;
    const own = isOwn.get(id) === true;
    stretch = own ? stretch + micros : 0;
    total += own ? micros : 0;
    longest = Math.max(longest, stretch);
  });
  return { longest: longest / 1000, total: total / 1000 };
}
