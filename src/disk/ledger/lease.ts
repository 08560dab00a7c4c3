/** Who ingests: one row with a holder and an expiry. A killed holder is replaced when its lease has run out. */
import type { DatabaseSync } from 'node:sqlite';

/** How long a lease lasts without renewal. */
export const leaseMs = 4_000;
/** How often the holder renews it. */
export const renewEveryMs = 1_000;

/** The present holder, or null when nobody holds a lease that is still good. */
export function leaseHolder(db: DatabaseSync, nowMs: number): { holder: string; pid: number } | null {
  const row = db.prepare('SELECT holder, pid, expires_ms FROM lease WHERE id = 1').get();
  if (!row || !isGood(Number(row.expires_ms), nowMs)) {
    return null;
  }
  return { holder: String(row.holder), pid: Number(row.pid) };
}

/** A lease that ends later than any could was taken before the clock was put back: it is void, or nobody could lead for that long. */
function isGood(expiresMs: number, nowMs: number): boolean {
  return expiresMs > nowMs && expiresMs <= nowMs + leaseMs;
}

/** Takes or renews the lease for `holder`; false when another holds it. One statement, so two processes cannot both get it. */
export function takeLease(db: DatabaseSync, holder: string, pid: number, nowMs: number): boolean {
  const result = db
    .prepare(
      `INSERT INTO lease (id, holder, pid, expires_ms) VALUES (1, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, pid = excluded.pid, expires_ms = excluded.expires_ms
       WHERE lease.holder = excluded.holder OR lease.expires_ms <= ? OR lease.expires_ms > ?`,
    )
    .run(holder, pid, nowMs + leaseMs, nowMs, nowMs + leaseMs);
  return result.changes === 1;
}

/** Gives the lease back, so that another process need not wait for its end. */
export function releaseLease(db: DatabaseSync, holder: string): void {
  db.prepare('DELETE FROM lease WHERE holder = ?').run(holder);
}
