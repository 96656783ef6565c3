/** How many entries lists of the content may have. Cost estimates rely on them; the import rejects what exceeds them. */

/** Entries of one list of a record: names, offices, fields of work. */
export const maximalEntries = 100;

/** Nodes of a kind that is kept in memory as a whole (`isReference`). */
export const maximalReferenceNodes = 1_000;
