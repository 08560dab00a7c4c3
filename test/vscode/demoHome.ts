/**
 * A home folder with sample sessions of Claude Code and Codex, dated so that the last of them is running now: what `npm start --
 * --demo` and the suites read. Everything in it is invented; the same moment gives the same bytes.
 */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface Turn {
  readonly prompt?: string;
  readonly says: string;
  readonly tools?: readonly string[];
  /** Uncached input, cache read, cache write (5 m), output. */
  readonly tokens: readonly [input: number, cacheRead: number, cacheWrite: number, output: number];
}

interface Session {
  readonly agent: 'claude' | 'codex';
  readonly id: string;
  readonly title: string | null;
  readonly project: string;
  readonly model: string;
  /** Minutes before now of the first and of the last request. */
  readonly minutesAgo: readonly [first: number, last: number];
  readonly turns: readonly Turn[];
  /** A subagent that the third turn starts. */
  readonly subagent?: { readonly name: string; readonly model: string; readonly turns: readonly Turn[] };
}

const dayMinutes = 1_440;

/** A growing conversation: each request reads what the one before wrote to the cache. */
function conversation(
  prompt: string,
  steps: readonly (readonly [says: string, tools: readonly string[], written: number, output: number])[],
  start = 18_000,
): Turn[] {
  let context = start;
  return steps.map(([says, tools, written, output], index) => {
    const turn: Turn = {
      ...(index === 0 ? { prompt } : {}),
      says,
      tools,
      tokens: [index === 0 ? 420 : 6, index === 0 ? 0 : context, index === 0 ? start : written, output],
    };
    context += index === 0 ? 0 : written;
    return turn;
  });
}

const sessions: readonly Session[] = [
  {
    agent: 'claude',
    id: '5e551011-0000-4000-8000-000000000001',
    title: 'Fix redirect loop after SSO login',
    project: '/home/dev/storefront',
    model: 'claude-opus-5-5',
    minutesAgo: [96, 0],
    turns: [
      ...conversation('The SSO login ends in a redirect loop since yesterday. Find out why and fix it.', [
        ['I will read the auth routes first.', ['Grep', 'Read'], 6_400, 380],
        ['The callback drops the return path.', ['Read'], 9_100, 640],
        ['Two agents look at the providers.', ['Task'], 2_300, 310],
        ['Now the fix.', ['Edit', 'Bash'], 4_800, 1_920],
        ['All tests pass.', ['Bash'], 3_100, 450],
        ['Push and open the PR.', ['Bash'], 2_200, 520],
      ]),
    ],
    subagent: {
      name: 'a1b2c3d',
      model: 'claude-haiku-4-5',
      turns: conversation(
        'List every auth route and its provider.',
        [
          ['Listing.', ['Grep'], 3_000, 210],
          ['Eleven routes.', [], 1_200, 340],
        ],
        9_000,
      ),
    },
  },
  {
    agent: 'codex',
    id: '019ab000-0000-7000-8000-000000000001',
    title: null,
    project: '/home/dev/storefront',
    model: 'gpt-6.2-sol',
    minutesAgo: [180, 150],
    turns: conversation(
      'Add a retry policy for webhooks with exponential back-off',
      [
        ['', [], 0, 900],
        ['', [], 8_000, 1_400],
        ['', [], 12_000, 2_100],
      ],
      26_000,
    ),
  },
  {
    agent: 'claude',
    id: '5e551011-0000-4000-8000-000000000002',
    title: 'Rename the order states',
    project: '/home/dev/storefront',
    model: 'claude-sonnet-5-5',
    minutesAgo: [260, 240],
    turns: conversation('Rename the order states to the words of the shop.', [
      ['Looking.', ['Grep'], 5_000, 300],
      ['Renaming.', ['Edit'], 2_600, 2_400],
      ['Done.', ['Bash'], 1_800, 260],
    ]),
  },
  {
    agent: 'claude',
    id: '5e551011-0000-4000-8000-000000000003',
    title: null,
    project: '/home/dev/notes',
    model: 'acme-coder-9000',
    minutesAgo: [330, 329],
    turns: conversation('Try the new in-house model on the release notes', [['Here they are.', [], 0, 1_200]], 4_000),
  },
  {
    agent: 'claude',
    id: '5e551011-0000-4000-8000-000000000004',
    title: 'Guest checkout, second try',
    project: '/home/dev/storefront',
    model: 'claude-opus-5-5',
    minutesAgo: [dayMinutes + 300, dayMinutes + 200],
    turns: conversation('Build the guest checkout as the spec says.', [
      ['Reading the spec.', ['Read'], 14_000, 700],
      ['Building.', ['Edit', 'Write'], 11_000, 6_200],
      ['Testing.', ['Bash'], 6_000, 900],
      ['Fixing the two failures.', ['Edit'], 5_000, 1_700],
    ]),
  },
  {
    agent: 'codex',
    id: '019aa000-0000-7000-8000-000000000002',
    title: null,
    project: '/home/dev/infra',
    model: 'gpt-5.4',
    minutesAgo: [3 * dayMinutes, 3 * dayMinutes - 40],
    turns: conversation(
      'Why is the nightly backup slow?',
      [
        ['', [], 0, 800],
        ['', [], 6_000, 1_100],
      ],
      31_000,
    ),
  },
];

/** Makes a sample home below `scratch` as of now and returns its folder. */
export async function makeDemoHome(scratch: string): Promise<string> {
  const home = path.join(scratch, 'home');
  await writeDemoHome(home, Date.now());
  return home;
}

/** Writes the sample home into `folder` for a moment: its last request is then a few seconds old. */
export async function writeDemoHome(folder: string, nowMs: number): Promise<void> {
  for (const session of sessions) {
    await (session.agent === 'claude' ? writeClaude(folder, session, nowMs) : writeCodex(folder, session, nowMs));
  }
}

/** Adds one more request to the running session, as an agent does; returns the tokens of its output. */
export function nextRequestLine(nowMs: number, output: number): { file: string; line: string } {
  const [session] = sessions;
  if (!session) {
    throw new Error('there is no sample session');
  }
  const id = `msg_live_${nowMs}`;
  const row = claudeRow(session, nowMs, {
    type: 'assistant',
    requestId: `req_${id}`,
    message: claudeMessage(session.model, id, { says: 'One more thing.', tokens: [12, 42_000, 900, output] }),
  });
  return { file: claudeFile(session), line: `${JSON.stringify(row)}\n` };
}

async function writeClaude(home: string, session: Session, nowMs: number): Promise<void> {
  const times = spread(session, session.turns.length, nowMs);
  const rows: object[] = [];
  if (session.title !== null) {
    rows.push({ type: 'ai-title', aiTitle: session.title, sessionId: session.id });
  }
  session.turns.forEach((turn, index) => {
    const at = times[index] ?? nowMs;
    if (turn.prompt !== undefined) {
      rows.push(claudeRow(session, at - 4_000, { type: 'user', message: { role: 'user', content: turn.prompt } }));
    }
    const id = `msg_${session.id.slice(-4)}_${index}`;
    rows.push(
      claudeRow(session, at, {
        type: 'assistant',
        requestId: `req_${id}`,
        message: claudeMessage(session.model, id, turn),
      }),
    );
  });
  await writeLines(path.join(home, claudeFile(session)), rows, nowMs - (session.minutesAgo[1] ?? 0) * 60_000);
  if (session.subagent) {
    const { name, model, turns } = session.subagent;
    const startedAt = (times[2] ?? nowMs) + 2_000;
    const own = turns.map((turn, index) => {
      const id = `msg_${name}_${index}`;
      const row = {
        type: 'assistant',
        requestId: `req_${id}`,
        agentId: name,
        isSidechain: true,
        message: claudeMessage(model, id, turn),
      };
      return claudeRow(session, startedAt + index * 9_000, row);
    });
    const folder = path.join(path.dirname(claudeFile(session)), session.id, 'subagents');
    await writeLines(path.join(home, folder, `agent-${name}.jsonl`), own, startedAt);
  }
}

function claudeFile({ project, id }: Session): string {
  return path.join('.claude', 'projects', project.replace(/[^a-zA-Z0-9]/g, '-'), `${id}.jsonl`);
}

function claudeRow(session: Session, at: number, row: object): object {
  return {
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: session.project,
    sessionId: session.id,
    version: '2.1.260',
    gitBranch: 'main',
    uuid: `${session.id.slice(0, 8)}-${at}`,
    timestamp: new Date(at).toISOString(),
    ...row,
  };
}

function claudeMessage(model: string, id: string, { says, tools = [], tokens }: Turn): object {
  const [input, cacheRead, cacheWrite, output] = tokens;
  const content = [
    { type: 'text', text: says },
    ...tools.map((name, index) => ({ type: 'tool_use', id: `toolu_${id}_${index}`, name, input: {} })),
  ];
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: tools.length > 0 ? 'tool_use' : 'end_turn',
    usage: {
      input_tokens: input,
      cache_creation_input_tokens: cacheWrite,
      cache_read_input_tokens: cacheRead,
      cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
      output_tokens: output,
      service_tier: 'standard',
      speed: 'standard',
    },
  };
}

async function writeCodex(home: string, session: Session, nowMs: number): Promise<void> {
  const times = spread(session, session.turns.length, nowMs);
  const startedAt = (times[0] ?? nowMs) - 6_000;
  const stamp = (at: number): string => new Date(at).toISOString();
  const row = (at: number, type: string, payload: object): object => ({ timestamp: stamp(at), type, payload });
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  };
  const rows: object[] = [
    row(startedAt, 'session_meta', {
      id: session.id,
      timestamp: stamp(startedAt),
      cwd: session.project,
      originator: 'codex_cli_rs',
      cli_version: '0.162.0',
      source: 'cli',
      model_provider: 'openai',
      history_mode: 'paginated',
      git: { branch: 'main' },
    }),
    row(startedAt + 1, 'turn_context', {
      turn_id: session.id,
      cwd: session.project,
      model: session.model,
      effort: 'medium',
    }),
    row(startedAt + 2, 'event_msg', { type: 'user_message', message: session.turns[0]?.prompt ?? '' }),
  ];
  session.turns.forEach(({ tokens: [input, cacheRead, cacheWrite, output] }, index) => {
    const last = {
      input_tokens: input + cacheRead + cacheWrite,
      cached_input_tokens: cacheRead,
      output_tokens: output,
      reasoning_output_tokens: Math.floor(output / 3),
      total_tokens: input + cacheRead + cacheWrite + output,
    };
    for (const key of Object.keys(total) as (keyof typeof total)[]) {
      total[key] += last[key];
    }
    const info = { total_token_usage: { ...total }, last_token_usage: last, model_context_window: 272_000 };
    rows.push(row(times[index] ?? nowMs, 'event_msg', { type: 'token_count', info, rate_limits: null }));
  });
  const day = stamp(startedAt).slice(0, 10).split('-');
  const name = `rollout-${stamp(startedAt).slice(0, 19).replaceAll(':', '-')}-${session.id}.jsonl`;
  await writeLines(path.join(home, '.codex', 'sessions', ...day, name), rows, times.at(-1) ?? nowMs);
}

/** Moments of a session's requests, evenly between its first and its last. */
function spread({ minutesAgo: [first, last] }: Session, count: number, nowMs: number): number[] {
  const from = nowMs - first * 60_000;
  const to = nowMs - last * 60_000 - (last === 0 ? 8_000 : 0);
  return Array.from({ length: count }, (_, index) =>
    Math.round(count === 1 ? to : from + ((to - from) * index) / (count - 1)),
  );
}

async function writeLines(file: string, rows: readonly object[], modifiedMs: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await utimes(file, modifiedMs / 1000, modifiedMs / 1000);
}
