/** VS Code's side of a page, with the types of one page. */

/** What a page has of VS Code. */
export interface PageApi<Message, State> {
  postMessage(message: Message): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): unknown;

/** May be called once in a page's life. */
export function pageApi<Message, State>(): PageApi<Message, State> {
  return acquireVsCodeApi() as PageApi<Message, State>;
}
