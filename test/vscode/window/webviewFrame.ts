import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

export interface WebviewQuery {
  /** Only webviews of this extension; Meterline's by default. */
  readonly extensionId?: string;
  /** The frame must hold this element; tells two webviews of one extension apart. */
  readonly selector?: string;
}

/** Waits for a webview. VS Code nests it: iframe.webview, whose address names the extension, then iframe#active-frame. */
export async function findWebviewFrame(page: Page, query: WebviewQuery, timeoutMs: number): Promise<Frame> {
  const { extensionId = 'meterline.meterline', selector = 'body' } = query;
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    for (const frame of page.frames()) {
      if (belongsTo(frame, extensionId) && (await holds(frame, selector))) {
        return frame;
      }
    }
    await sleep(100);
  }
  throw new Error(`no webview of ${extensionId} with ${selector} appeared`);
}

function belongsTo(frame: Frame, extensionId: string): boolean {
  const outer = frame.parentFrame()?.url();
  const owner = outer === undefined || !URL.canParse(outer) ? null : new URL(outer).searchParams.get('extensionId');
  return owner?.toLowerCase() === extensionId.toLowerCase();
}

async function holds(frame: Frame, selector: string): Promise<boolean> {
  try {
    return (await frame.locator(selector).count()) > 0;
  } catch {
    // It went away while it was looked at: VS Code replaces the frame when the page's HTML is set.
    return false;
  }
}
