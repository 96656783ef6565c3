/**
 * The typed records of content ingestion: the seed data files, and the results of the readers.
 * One record is one node with its edges; it refers to other nodes by slug. Dates are ISO 8601 of the precision known
 * (`2007`, `2007-06`, `2007-06-30`); unknown values are omitted. Their fields are declared with each noun.
 */
import type { NodeKind, Nouns } from '../graph/nouns/declare.js';

export type { NameKind, NameRecord } from '../graph/nouns/record-fields.js';

export type ContentRecord = Nouns[NodeKind];
export type EventRecord = Nouns['Event'];
export type NewsItemRecord = Nouns['NewsItem'];
export type NewsItemKind = NonNullable<NewsItemRecord['kind']>;
