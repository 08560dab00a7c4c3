/** Every id that package.json and the code share. A test compares the two. */

/** Commands, by what they do. */
export const commands = {
  openSessions: 'meterline.openSessions',
  openSession: 'meterline.openSession',
  showMoreSessions: 'meterline.showMoreSessions',
  revealSession: 'meterline.revealSession',
  selectPricingModel: 'meterline.selectPricingModel',
  switchModel: 'meterline.switchModel',
  undoLastSwitch: 'meterline.undoLastSwitch',
  readLogsAgain: 'meterline.readLogsAgain',
  stopReading: 'meterline.stopReading',
  showDiagnostics: 'meterline.showDiagnostics',
  setLogFolder: 'meterline.setLogFolder',
  toggleHideAmounts: 'meterline.toggleHideAmounts',
  openWalkthrough: 'meterline.openWalkthrough',
  copySession: 'meterline.copySession',
} as const;

/** Views. */
export const views = { sessions: 'meterline.sessions' } as const;

/** Panels in the editor area. */
export const panels = { session: 'meterline.session' } as const;

/** Context keys that `when` clauses read. */
export const contextKeys = {
  phase: 'meterline.phase',
  isReading: 'meterline.isReading',
  hintsSeen: 'meterline.hintsSeen',
} as const;

/** The walkthrough, as `workbench.action.openWalkthrough` wants it. */
export const walkthroughId = 'meterline.meterline#start';
