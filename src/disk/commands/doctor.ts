/** `meterline doctor`: what was found, read, skipped and why. */
import { describeDiagnostics, gatherDiagnostics } from '../diagnostics.ts';
import { type Command, jsonSchema, printJson } from './command.ts';
import { openSpend } from './openSpend.ts';

/** Looks at everything that Meterline reads, and at its own ledger. Fails when the ledger is not sound. */
export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  does: 'What was looked for, found, read and skipped, and why.',
  options: {},
  async run(_args, context) {
    const spend = await openSpend(context);
    try {
      const facts = gatherDiagnostics({
        db: spend.ledger.db,
        ledgerFile: spend.ledgerFile,
        note: spend.note,
        discovery: spend.discovery,
        home: spend.home,
        nowMs: Date.now(),
      });
      if (context.isJson) {
        printJson(context, { schema: jsonSchema, ...facts });
      } else {
        context.out(`${describeDiagnostics(facts)}\n`);
      }
      return facts.ledger.health === 'ok' ? 0 : 1;
    } finally {
      spend.close();
    }
  },
};
