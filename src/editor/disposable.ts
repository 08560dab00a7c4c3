/** Things that are let go together, in reverse order. */
import type { Disposable } from 'vscode';

/** A base for whatever has listeners, timers or items to let go. */
export abstract class Owner implements Disposable {
  readonly #owned: Disposable[] = [];

  /** Lets go of `thing` when this is disposed. */
  protected own<T extends Disposable>(thing: T): T {
    this.#owned.push(thing);
    return thing;
  }

  dispose(): void {
    for (const thing of this.#owned.splice(0).reverse()) {
      thing.dispose();
    }
  }
}
