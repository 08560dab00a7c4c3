/** Runs inside the extension host, started by host.ts: types into CLAUDE.md while the logs are read, and measures. */
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MeterlineApi } from '../../src/extension.ts';
import { ownTurns } from './ownTurns.ts';

/** What host.ts wants, as JSON in METERLINE_BENCH. */
export interface BenchJob {
  readonly resultFile: string;
  /** A ledger that is not there yet: with it, everything is read a second time. */
  readonly secondLedger: string;
}

/** One span of typing. All times in milliseconds. */
export interface Span {
  readonly name: string;
  /** From the span's start to a figure of the meter; null when nothing was read. */
  readonly figureAfter: number | null;
  /** How late the event loop was, whoever held it. */
  readonly stallMax: number;
  readonly stallP99: number;
  readonly stallsOver50: number;
  /** The longest that Meterline's own code held the host without a pause, and all of its time there. */
  readonly ownLongest: number;
  readonly ownTotal: number;
  /** From a keystroke to the hints of the new text. */
  readonly hints: readonly number[];
  readonly keystrokes: number;
}

export interface BenchResult {
  readonly activation: number;
  readonly spans: readonly Span[];
  readonly error: string | null;
}

/** How often a key is pressed, and every how many keys the hints are waited for. */
const keyEveryMs = 40;
const hintsEvery = 5;
/** Typing goes on for this long after the figure, to see what the first drawing of the surfaces costs. */
const restMs = 2_000;
const quietMs = 8_000;

/** VS Code calls this. */
export async function run(): Promise<void> {
  const job = JSON.parse(process.env.METERLINE_BENCH ?? '') as BenchJob;
  let result: BenchResult;
  try {
    result = await measure(job);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { activation: 0, spans: [], error: message };
  }
  writeFileSync(`${job.resultFile}.part`, JSON.stringify(result));
  renameSync(`${job.resultFile}.part`, job.resultFile);
}

async function measure({ secondLedger }: BenchJob): Promise<BenchResult> {
  const extension = vscode.extensions.getExtension<MeterlineApi>('meterline.meterline');
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!extension || !folder) {
    throw new Error('Meterline or its sample workspace is missing');
  }
  const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'CLAUDE.md'));
  const { activationMs, spend } = await extension.activate();
  void vscode.commands.executeCommand('meterline.openSessions');

  const figure = async (): Promise<void> => {
    while (spend.state.phase !== 'live' && spend.state.phase !== 'no-agents') {
      await sleep(5);
    }
    await spend.overview();
  };
  const readAnew = async (): Promise<void> => {
    const settings = vscode.workspace.getConfiguration('meterline');
    await settings.update('ledger.path', secondLedger, vscode.ConfigurationTarget.Global);
    for (let waited = 0; spend.state.phase === 'live' && waited < 5_000; waited += 5) {
      await sleep(5);
    }
    await figure();
  };
  const spans = [
    await typeDuring('as VS Code starts', editor, figure),
    await typeDuring('nothing to read', editor, null),
    await typeDuring('first read', editor, readAnew),
  ];
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return { activation: activationMs, spans, error: null };
}

async function typeDuring(name: string, editor: vscode.TextEditor, work: (() => Promise<void>) | null): Promise<Span> {
  const { document } = editor;
  const profiler = await startProfiler();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const stalls = countStalls();
  delay.enable();
  const begunAt = performance.now();
  const elapsed = (): number => performance.now() - begunAt;
  let figureAfter: number | null = null;
  let endsAt = work ? Number.POSITIVE_INFINITY : quietMs;
  const working = work?.().then(() => {
    figureAfter = elapsed();
    endsAt = figureAfter + restMs;
  });
  const hints: number[] = [];
  let keystrokes = 0;
  for (; elapsed() < endsAt; keystrokes++) {
    const pressedAt = performance.now();
    await press(editor, keystrokes);
    if (keystrokes % hintsEvery === 0) {
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      await vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, whole);
      hints.push(performance.now() - pressedAt);
    }
    await sleep(Math.max(0, keyEveryMs - (performance.now() - pressedAt)));
  }
  await working;
  delay.disable();
  const stallsOver50 = stalls.stop();
  const { profile } = await profiler.post('Profiler.stop');
  profiler.disconnect();
  const own = ownTurns(profile, 'dist/extension.cjs');
  const [stallMax, stallP99] = [delay.max / 1e6, delay.percentile(99) / 1e6];
  return {
    name,
    figureAfter,
    stallMax,
    stallP99,
    stallsOver50,
    ownLongest: own.longest,
    ownTotal: own.total,
    hints,
    keystrokes,
  };
}

/** A letter, now and then a space or a new line, at the end of the document: as someone types. */
async function press(editor: vscode.TextEditor, index: number): Promise<void> {
  const { document } = editor;
  const end = document.lineAt(document.lineCount - 1).range.end;
  const text = index % 60 === 59 ? '\n' : index % 6 === 5 ? ' ' : 'abcde'.charAt(index % 5);
  await editor.edit((edit) => edit.insert(end, text));
}

/** Counts turns of the event loop that were over 50 ms late. */
function countStalls(): { stop(): number } {
  let last = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    count += now - last > 50 ? 1 : 0;
    last = now;
  }, 2);
  return {
    stop() {
      clearInterval(timer);
      return count;
    },
  };
}

async function startProfiler(): Promise<Session> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 1_000 });
  await session.post('Profiler.start');
  return session;
}
