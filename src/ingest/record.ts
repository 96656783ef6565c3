/**
 * The typed records in which content comes in: the project's own data files, and what the readers make of a page.
 * One record is one node with its edges; other nodes are named by slug. Dates are ISO 8601 of the precision known
 * (`2007`, `2007-06`, `2007-06-30`); what is not known is left out. Their fields are declared with each noun.
 */
import type { NodeKind, Nouns } from '../graph/nouns/declare.js';

export type { NameKind, NameRecord } from '../graph/nouns/record-fields.js';

export type ContentRecord = Nouns[NodeKind];
export type EventRecord = Nouns['Event'];
export type NewsItemRecord = Nouns['NewsItem'];
export type NewsItemKind = NonNullable<NewsItemRecord['kind']>;
