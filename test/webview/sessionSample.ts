/** A session's view model for tests of its page: its figures are text there, so they need not add up. */
import type { RequestLine, SessionPage } from '../../src/core/usage/sessionPageModel.ts';

/** A request; `number` also makes its key and its label. */
export function sampleRequest(number: number, change: Partial<RequestLine> = {}): RequestLine {
  return {
    key: `r${number}`,
    number: String(number),
    time: `11:${String(number % 60).padStart(2, '0')}`,
    label: `Step ${number}`,
    model: 'Opus 5.5',
    tokens: { input: '6', cacheWrite: '2.2k', cacheRead: '37.3k', output: '520' },
    parts: [{ part: 'cacheWrite', cost: '$0.011' }],
    context: '4 %',
    contextTokens: '40.0k',
    cacheHit: '94 %',
    cost: '$0.0289',
    total: '$0.33',
    quality: 'exact',
    reason: null,
    event: null,
    subagentsText: null,
    subagents: [],
    drawn: { parts: [0.1, 0.5, 0.2, 0.2, 0], total: number / 40, context: 0.5, cacheHit: 0.94, isPeak: false },
    ...change,
  };
}

/** A session of `count` requests. */
export function samplePage(count: number, change: Partial<SessionPage> = {}): SessionPage {
  return {
    agent: 'claude',
    session: 's',
    title: 'Fix the login',
    isLive: true,
    liveForMs: 90_000,
    state: 'Live',
    facts: ['Claude Code', 'storefront', 'Opus 5.5', '08:31, 3 h 11 min'],
    figures: (['spent', 'list', 'last', 'context', 'cache'] as const).map((id) => ({
      id,
      label: id,
      value: '$0.33',
      detail: '155k tok read from cache',
      share: id === 'context' ? 0.29 : null,
    })),
    book: 'spent',
    hasTwoBooks: true,
    chart: {
      hasMoney: true,
      totalTicks: [
        { share: 0, text: '$0' },
        { share: 0.6, text: '$0.20' },
      ],
      costTicks: [
        { share: 0, text: '$0' },
        { share: 0.8, text: '$0.025' },
      ],
      contextTicks: [
        { share: 0, text: '0' },
        { share: 1, text: '200k' },
      ],
      contextNote: 'peak 141k of 200k tok',
      legend: [
        { part: 'input', name: 'Input', cost: '$0.0191' },
        { part: 'cacheWrite', name: 'Cache write', cost: '$1.92' },
        { part: 'cacheRead', name: 'Cache read', cost: '$0.281' },
        { part: 'output', name: 'Output', cost: '$0.42' },
      ],
    },
    requests: Array.from({ length: count }, (_, index) => sampleRequest(index + 1)),
    whatIf: {
      now: { text: '$0.33', share: 0.5 },
      scale: '$0 to $0.66',
      groups: [
        {
          name: 'Frontier class',
          lines: [
            {
              model: 'GPT-6.2 Sol',
              vendor: 'OpenAI',
              isCurrent: false,
              lack: null,
              cost: '≈ $0.118',
              share: 0.2,
              change: '−64 %',
              difference: '−$0.212',
            },
          ],
        },
      ],
    },
    ...change,
  };
}
