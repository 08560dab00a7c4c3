/** Ids of Codex sessions and turns. */

/** The milliseconds since 1970 in a UUIDv7, or null for any other text: '019a7000-0001-7…' is 0x019a70000001. */
export function uuidTime(id: string | null): number | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/i.exec(id ?? '');
  return match ? Number.parseInt(`${match[1]}${match[2]}`, 16) : null;
}

/** The session id at the end of a log's file name, else null. */
export function sessionInStem(stem: string): string | null {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(stem)?.[0] ?? null;
}
