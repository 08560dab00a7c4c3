/** What the editor and the CLI know of switching an agent's model. `disk/config` does it. */
import type { EpochMs } from '../../units.ts';
import type { AgentId } from '../agentId.ts';

/** Whose sessions a switch is for: all of the user's, or those in one project (in a file that is not committed). */
export type SwitchScope = 'user' | 'local';

/** What to switch to. `model` null goes back to the account's default. */
export interface SwitchRequest {
  readonly model: string | null;
  readonly scope: SwitchScope;
  /** The folder the agent is started in; null when no folder is open. A 'local' switch needs one. */
  readonly workspaceFolder: string | null;
  /** Whether the user trusts that folder. Project files of one that is not trusted are never written. */
  readonly workspaceTrusted: boolean;
}

/** A change of one file, worked out and not yet made. Texts are whole files, for a diff. */
export interface EditPlan {
  /** The file as the agent names it. */
  readonly file: string;
  /** The file that is written: `file` with its symbolic links followed. */
  readonly target: string;
  readonly existed: boolean;
  /** '' when the file does not exist. */
  readonly before: string;
  readonly after: string;
  /** SHA-256 in hex of the bytes before; null when the file does not exist. */
  readonly beforeHash: string | null;
  readonly afterHash: string;
}

/** Why a file was not changed. `message` is a sentence that names the file and says what to do. */
export interface EditProblem {
  readonly kind:
    | 'refused'
    | 'changedMeanwhile'
    | 'noPermission'
    | 'readOnly'
    | 'diskFull'
    | 'notAFile'
    | 'verifyFailed'
    | 'nothingToUndo'
    | 'failed';
  readonly file: string;
  readonly message: string;
}

/** A switch ready to be shown and confirmed. */
export interface SwitchPlan extends EditPlan {
  readonly agent: AgentId;
  readonly scope: SwitchScope;
  readonly from: string | null;
  readonly to: string | null;
  /** Sentences to show beside the diff. */
  readonly notes: readonly string[];
}

/** One switch as the log keeps it. `backup` is null when the file did not exist before. */
export interface SwitchRecord {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly agent: AgentId;
  readonly from: string | null;
  readonly to: string | null;
  readonly file: string;
  readonly target: string;
  readonly backup: string | null;
  readonly beforeHash: string | null;
  readonly afterHash: string;
  /** Whether its folder was made for it. */
  readonly madeFolder: boolean;
}

export type PlanOutcome<Plan extends EditPlan> =
  | { readonly status: 'planned'; readonly plan: Plan }
  | { readonly status: 'unchanged'; readonly file: string }
  | { readonly status: 'refused'; readonly problem: EditProblem };

export type ApplyOutcome =
  | { readonly status: 'applied'; readonly record: SwitchRecord }
  | { readonly status: 'failed'; readonly problem: EditProblem };

export type UndoOutcome =
  | { readonly status: 'undone'; readonly record: SwitchRecord }
  | { readonly status: 'failed'; readonly problem: EditProblem };

/** The model in force, as far as files and the environment tell. */
export interface SwitchState {
  /** Null: the account's default. */
  readonly model: string | null;
  /** Who decided, for a user: 'your user settings'. Null when nobody names a model. */
  readonly decidedBy: string | null;
  /** The models an organization allows; null when all are. */
  readonly availableModels: readonly string[] | null;
  /** Sentences about settings files that cannot be read, or that the agent cannot. */
  readonly problems: readonly string[];
}

/** Switches one agent's model. Outcomes are values; nothing throws but a programmer's error. */
export interface ModelSwitcher {
  readonly agent: AgentId;
  /** When a switch takes effect, as a sentence. */
  readonly takesEffect: string;
  /** Works the change out and writes nothing. */
  plan(request: SwitchRequest): Promise<PlanOutcome<SwitchPlan>>;
  /** Makes a confirmed change: backup, atomic write, check, log. */
  apply(plan: SwitchPlan, atMs: EpochMs): Promise<ApplyOutcome>;
  /** Takes the last switch back, byte for byte. */
  undoLast(atMs: EpochMs): Promise<UndoOutcome>;
  /** The switch that `undoLast` would take back; null when there is none. */
  lastSwitch(): Promise<SwitchRecord | null>;
  /** The model that new sessions in a folder start with. */
  effective(workspaceFolder: string | null): Promise<SwitchState>;
}
