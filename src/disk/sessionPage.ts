/** One session with all that its panel shows, answered from the ledger in one go, so that its figures agree. */
import type { DatabaseSync } from 'node:sqlite';
import type { AgentId } from '../core/agents/agentId.ts';
import { adapters } from '../core/agents/registry.ts';
import { summariseSession } from '../core/usage/overview.ts';
import { buildSessionPage } from '../core/usage/sessionPage.ts';
import type { SessionPage } from '../core/usage/sessionPageModel.ts';
import { whatIfModels } from '../core/usage/sessionWhatIf.ts';
import type { SessionShowing } from '../core/usage/spendSource.ts';
import { lastRequestOf, sessionUsage } from './ledger/queries.ts';
import { type Asking, queryRequests, queryWhatIf } from './spendQueries.ts';

/** The page of a session; null when the ledger holds no request of it. */
export function querySessionPage(
  db: DatabaseSync,
  agent: AgentId,
  session: string,
  showing: SessionShowing,
  asking: Asking,
): SessionPage | null {
  const requests = queryRequests(db, agent, session, asking);
  const [first] = requests;
  if (!first) {
    return null;
  }
  const row = db.prepare('SELECT title FROM session WHERE agent = ? AND session = ?').get(agent, session);
  const summary = summariseSession(
    {
      agent,
      session,
      parentSession: first.usage.parentSession,
      title: typeof row?.title === 'string' ? row.title : null,
      firstAt: first.usage.at,
      lastAt: requests.at(-1)?.usage.at ?? first.usage.at,
      rows: sessionUsage(db, agent, session),
      last: lastRequestOf(db, agent, session),
    },
    asking.price,
  );
  const models = whatIfModels(summary.models[0] ?? 'unknown');
  return buildSessionPage(
    {
      summary,
      requests,
      whatIf: queryWhatIf(db, agent, session, models, asking),
      agentLabel: adapters.find(({ id }) => id === agent)?.label ?? agent,
      nowMs: asking.nowMs,
    },
    asking.price,
    { ...showing, timezone: asking.timezone },
  );
}
