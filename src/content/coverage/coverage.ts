/** Reads which nodes have news, in one statement that covers only the selected fields. */
import type { GraphContext } from '../../graph/context.js';
import { mayMeet } from '../../graph/partial-date.js';
import { coverageStatement, type CoverageCounts, type NewsLink } from './coverage.statement.js';
import { type CoverageBy, CoverageStatus, type CoverageEntryRow } from './coverage.type.js';
import { daysIn, keysOf, type Period } from './period.js';

interface Counted {
  id: string;
}

interface Dimension {
  link: NewsLink;
  nodes: (context: GraphContext) => readonly Counted[];
  /** Whether a node without news is considered in a period. If absent, all are. */
  existsIn?: (node: Counted, period: Period, context: GraphContext) => boolean;
}

const dimensions: Record<CoverageBy, Dimension> = {
  COUNTRY: {
    link: { table: 'news_item_country', column: 'country_id', bitmapField: 'countries' },
    nodes: ({ catalogue }) => catalogue.rows.countries,
  },
  OFFICE: {
    link: { table: 'news_item_office', column: 'office_id', bitmapField: 'issuedBy' },
    nodes: ({ catalogue }) => catalogue.rows.offices,
    // An office that did not exist in the period could not issue news.
    existsIn: ({ id }, period, { catalogue }) => {
      const { establishedOn, closedOn } = catalogue.officeById.get(id)!;
      return mayMeet(establishedOn, closedOn, daysIn(period));
    },
  },
  FIELD_OF_WORK: {
    link: { table: 'news_item_field_of_work', column: 'field_of_work_id', bitmapField: 'fieldsOfWork' },
    nodes: ({ catalogue }) => catalogue.rows.fieldsOfWork,
  },
};

/** The fields of `Coverage` that need the counts of nodes, and those that need the period as a whole. */
const ofNodes = new Set(['entries', 'nodeCount', 'withNewsCount', 'withoutNewsCount', 'undecidedCount']);
const ofWhole = new Set(['newsItemCount', 'possibleNewsItemCount', 'unlinkedNewsItemCount']);

export interface CoverageValue {
  by: CoverageBy;
  since: string | null;
  until: string | null;
  entries: readonly CoverageEntryRow[];
  /** Absent if the query does not select it. */
  whole?: CoverageCounts;
}

function statusOf({ sure, possible }: CoverageCounts): CoverageStatus {
  if (sure > 0) return CoverageStatus.WITH_NEWS;
  return possible > 0 ? CoverageStatus.UNDECIDED : CoverageStatus.WITHOUT_NEWS;
}

/** @param fields selected fields of `Coverage` */
export async function readCoverage(
  by: CoverageBy,
  period: Period,
  fields: readonly string[],
  context: GraphContext,
): Promise<CoverageValue> {
  const { link, nodes, existsIn } = dimensions[by];
  const counted = fields.some((field) => ofNodes.has(field)) ? nodes(context) : undefined;
  const asked = {
    nodeIds: counted?.map(({ id }) => id),
    whole: fields.some((field) => ofWhole.has(field)),
    unlinked: fields.includes('unlinkedNewsItemCount'),
  };
  const value = { by, ...period, entries: [] };
  if (!asked.nodeIds && !asked.whole) return value;
  const { dependencies, reader } = context;
  if (asked.nodeIds || asked.unlinked) dependencies.tables.add(link.table);
  if (asked.whole) {
    dependencies.list({ kind: 'NewsItem', where: undefined, parent: undefined, part: 'values', fields: ['issuedOn'] });
  }
  const rows = await reader.rows<CoverageCounts>(coverageStatement(link, keysOf(period), asked));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const entries = (counted ?? []).flatMap((node): CoverageEntryRow[] => {
    const row = byId.get(node.id)!;
    const status = statusOf(row);
    const isCounted = status !== CoverageStatus.WITHOUT_NEWS || (existsIn?.(node, period, context) ?? true);
    if (!isCounted) return [];
    return [{ node, status, newsItemCount: row.sure, possibleNewsItemCount: row.possible, latestIssuedOn: row.latest }];
  });
  // Nodes with equal counts stay in the order used by the organisation.
  entries.sort((a, b) => b.newsItemCount - a.newsItemCount || b.possibleNewsItemCount - a.possibleNewsItemCount);
  const whole = byId.get(null);
  return { ...value, entries, ...(whole && { whole }) };
}
