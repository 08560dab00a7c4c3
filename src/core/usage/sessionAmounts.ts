/** Words and amounts that all parts of the Session panel share. */
import { unpricedText } from '../format/marks.ts';
import type { Book, CostPart } from './costParts.ts';
import { listText, spentText } from './meterText.ts';
import type { RowShowing } from './sessionText.ts';
import { isUnpriced, type Spend } from './spend.ts';

/** How the page is shown. */
export interface PageShowing extends RowShowing {
  readonly book: Book;
}

/** The names of the parts. */
export const partNames: Readonly<Record<CostPart, string>> = {
  input: 'Input',
  cacheWrite: 'Cache write',
  cacheRead: 'Cache read',
  output: 'Output',
  webSearch: 'Web search',
};

/** A sum in the book that is shown: '$4.12', '~$4.12', '≈ $4.12', 'in plan', or '– no price'. */
export function amountText(spend: Spend, showing: PageShowing): string {
  if (isUnpriced(spend) && (showing.book === 'list' || spend.coveredRequests === 0)) {
    return unpricedText;
  }
  return showing.book === 'spent' ? spentText(spend, showing) : listText(spend, showing);
}
