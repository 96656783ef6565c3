/**
 * A service of another team: an archive that holds printed news items and the boxes of offices. It refers to news items
 * by slug without knowing more of them, and extends whatever is an office.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

export const archiveSdl = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject", "@shareable"])

type NewsItem @key(fields: "slug") {
  slug: String!
  "The printed copy; null if the archive has none."
  archiveRecord: ArchiveRecord
}

type Office @interfaceObject @key(fields: "slug") {
  slug: String!
  "How many boxes of the office the archive holds."
  archiveBoxes: Int!
}

"A printed news item in the archive."
type ArchiveRecord {
  "Where it stands."
  signature: String!
  "The news item; null if it is no longer published."
  newsItem: NewsItem
  "The office that handed it over."
  office: Office
}

"A page of records."
type ArchiveRecordConnection {
  "The records of the page."
  nodes: [ArchiveRecord!]!
  pageInfo: PageInfo!
}

type PageInfo @shareable {
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
  endCursor: String
}

type Query {
  "The records by signature."
  archiveRecords: ArchiveRecordConnection!
}
`;

interface ArchiveRow {
  signature: string;
  slug: string;
  officeSlug: string;
}

const records: ArchiveRow[] = [
  {
    signature: 'A 1',
    slug: 'osce-promotes-interfaith-dialogue-in-kosovo',
    officeSlug: 'mission-in-kosovo',
  },
  {
    signature: 'A 2',
    slug: 'osce-mission-to-montenegro-signs-memorandum-of-understanding-with-supreme-state-prosecutor-office-to-support-trial-monitoring-project',
    officeSlug: 'mission-to-montenegro',
  },
  { signature: 'B 1', slug: 'withdrawn-long-ago', officeSlug: 'secretariat' },
];
const boxes: Record<string, number> = { 'mission-in-kosovo': 41, 'mission-to-montenegro': 7, secretariat: 230 };

const byReference = <Reference>(reference: Reference) => reference;

/** The executable schema of the service. */
export const archiveSchema = buildSubgraphSchema({
  typeDefs: parse(archiveSdl),
  resolvers: {
    Query: { archiveRecords: () => ({ nodes: records, pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
    NewsItem: {
      __resolveReference: byReference,
      archiveRecord: ({ slug }: { slug: string }) => records.find((record) => record.slug === slug) ?? null,
    },
    Office: {
      __resolveReference: byReference,
      archiveBoxes: ({ slug }: { slug: string }) => boxes[slug] ?? 0,
    },
    ArchiveRecord: {
      newsItem: ({ slug }: ArchiveRow) => ({ slug }),
      office: ({ officeSlug }: ArchiveRow) => ({ slug: officeSlug }),
    },
  },
});
