/** Sessions and dimensions by number: looked up or added once, then remembered. */
import type { DatabaseSync } from 'node:sqlite';
import type { SessionFacts, UsageRecord } from '../../core/usage/usageRecord.ts';

/** Numbers for the texts that requests share. */
export interface Numbering {
  session(agent: string, session: string, parentSession: string | null): number;
  dimension(record: UsageRecord): number;
  /** The oldest known session that `session` was copied from, itself when it was not. */
  rootOf(agent: string, session: string): string;
  /** Stores facts. */
  learn(facts: SessionFacts): Learnt;
  /** Forgets remembered numbers: the transaction that made them was rolled back. */
  clear(): void;
}

/** What facts changed. */
export interface Learnt {
  /** Whether the session's title is another one now. */
  readonly isRetitled: boolean;
  /** The session's number when it was just learnt that it is a fork, else null. */
  readonly fork: number | null;
}

/** Prepares the statements on `db`. */
export function createNumbering(db: DatabaseSync): Numbering {
  const findSession = db.prepare('SELECT id, parent_session, forked_from FROM session WHERE agent = ? AND session = ?');
  const addSession = db.prepare('INSERT INTO session (agent, session, parent_session) VALUES (?, ?, ?) RETURNING id');
  const setParent = db.prepare('UPDATE session SET parent_session = ? WHERE id = ? AND parent_session IS NULL');
  const setTitle = db.prepare(
    `UPDATE session SET title = ?1, title_rank = ?2 WHERE id = ?3 AND title_rank <= ?2
     AND (title IS NOT ?1 OR title_rank < ?2)`,
  );
  const setFork = db.prepare('UPDATE session SET forked_from = ? WHERE id = ? AND forked_from IS NULL');
  const findDimension = db.prepare('SELECT id FROM dimension WHERE text = ?');
  const addDimension = db.prepare(
    `INSERT INTO dimension (agent, model, provider, service_tier, speed, geo, region, project, quality, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const sessions = new Map<string, number>();
  const dimensions = new Map<string, number>();

  function session(agent: string, name: string, parentSession: string | null): number {
    const key = `${agent} ${name} ${parentSession ?? ''}`;
    const known = sessions.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = findSession.get(agent, name);
    const id = Number(found?.id ?? addSession.get(agent, name, parentSession)?.id);
    if (found && parentSession !== null) {
      setParent.run(parentSession, id);
    }
    sessions.set(key, id);
    return id;
  }

  return {
    session,
    dimension(record) {
      const { serviceTier, speed, geo, region } = record.tier;
      const parts = [
        record.agent,
        record.model,
        record.provider,
        serviceTier,
        speed,
        geo,
        region,
        record.project,
        record.quality,
      ];
      const text = JSON.stringify(parts);
      let id = dimensions.get(text);
      if (id === undefined) {
        id = Number(findDimension.get(text)?.id ?? addDimension.get(...parts, text)?.id);
        dimensions.set(text, id);
      }
      return id;
    },
    rootOf(agent, name) {
      const seen = new Set<string>();
      let root = name;
      for (;;) {
        seen.add(root);
        const from = findSession.get(agent, root)?.forked_from;
        if (typeof from !== 'string' || seen.has(from)) {
          return root;
        }
        root = from;
      }
    },
    learn(facts) {
      const id = session(facts.agent, facts.session, facts.parentSession ?? null);
      const { title, titleRank, forkedFrom } = facts;
      return {
        isRetitled:
          title !== undefined && titleRank !== undefined && Number(setTitle.run(title, titleRank, id).changes) > 0,
        fork: forkedFrom !== undefined && Number(setFork.run(forkedFrom, id).changes) > 0 ? id : null,
      };
    },
    clear() {
      sessions.clear();
      dimensions.clear();
    },
  };
}
