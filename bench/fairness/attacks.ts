/** What attackers send: the worst that one client could do to the others, by name. */
import type { Subjects } from './messages';

type Body = (turn: number, subjects: Subjects) => AttackRequest;

export interface AttackRequest {
  query: string;
  variables?: Record<string, unknown>;
  /** `application/json` if absent. */
  contentType?: string;
}

interface Requests {
  kind: 'requests';
  /** Sent in rotation. */
  bodies: readonly Body[];
  /** Connections of each attacker, on each of which one request follows the other. */
  connections: number;
}

interface Sockets {
  kind: 'sockets';
  /** Connections of each attacker. */
  connections: number;
  /** Asks for a page and reads of it `bytes` every `everyMs`; 0 reads nothing. */
  read?: { bytes: number; everyMs: number };
  /** Announces a body and sends a byte of it so often. */
  sendEveryMs?: number;
}

export type Attack = Requests | Sockets;

/** `LIMIT_COSTLY_ROOTS`: more are rejected. */
const mostCostlyRoots = 5;

const times = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
/** A text for which no answer is cached. */
const rare = (turn: number, n = 0) => `zq${turn.toString(36)}x${n}`;
const longText = 'Italy and Spain. '.repeat(6_000);

const oneRequest: Body = (turn) => ({
  query: 'query($t: String!) { countryMentions(text: $t) { country { newsItems(first: 100) { nodes { body } } } } }',
  variables: { t: `${longText.slice(0, 99_900)} ${turn}` },
});

const mixed: readonly Body[] = [
  (turn) => ({
    query: `{ ${times(20, (n) => `a${n}: newsItems(first: 1, where: { lead: { contains: "${rare(turn, n)}" } }) { nodes { id } }`)} }`,
  }),
  (turn) => ({ query: `{ newsItems(first: 1, where: { lead: { contains: "${rare(turn)}" } }) { nodes { id } } }` }),
  (turn) => ({
    query: `{ newsItems(first: 1, where: { or: [${times(10, (n) => `{ lead: { contains: "${rare(turn, n)}" } }`)}] }) { nodes { id } } }`,
  }),
  (turn) => ({
    query: `{ newsItems(first: 1, where: { countries: { some: { newsItems: { some: { countries: { none: {
      newsItems: { some: { lead: { contains: "${rare(turn)}" } } } } } } } } } }) { nodes { id } } }`,
  }),
  (turn) => ({
    query: `{ newsItems(first: 1, where: { title: { notIn: ["${rare(turn)}"] } },
      orderBy: [{ field: ISSUED_BY_NAME }, { field: TITLE }]) { nodes { id } } }`,
  }),
  (turn, { ends }) => ({
    query: `{ ${times(mostCostlyRoots, (n) => {
      const at = (place: number) => ends[(turn * mostCostlyRoots + place) % ends.length]!;
      return `a${n}: path(from: "${at(n)}", to: "${at(n + 7 + (turn % 31))}") { length }`;
    })} }`,
  }),
  (turn) => ({
    query: `{ ${times(mostCostlyRoots, (n) => `a${n}: search(query: "kazahkstn ${rare(turn, n)}") { edges { cursor } }`)} }`,
  }),
  (turn) => ({
    query: `{ ${times(mostCostlyRoots, (n) => `a${n}: coverage(by: COUNTRY, since: "${1995 + n}", until: "${2016 + (turn % 9)}") { newsItemCount }`)} }`,
  }),
  (turn) => ({
    query: `{ countries(first: 68) { nodes { newsItems(first: 100, where: { issuedOn: { gte: "19${70 + (turn % 30)}" } }) {
      nodes { ${times(28, (n) => `b${n}: body`)} } } } } }`,
  }),
  (turn) => ({
    query: `query($t: String!) { countryMentions(text: $t) { country { newsItems(first: 10) { nodes { body } } } } }`,
    variables: { t: `${longText.slice(0, 99_900)} ${turn}` },
  }),
  // Ten megabytes are the most that an answer may have: this is what fits.
  (turn) => ({
    query: `{ newsItems(first: 100, where: { issuedOn: { gte: "19${70 + (turn % 30)}" } }) {
      nodes { ${times(20, (n) => `b${n}: body`)} } } }`,
  }),
  (turn) => ({
    query: 'query($in: [String!]) { newsItems(first: 1, where: { title: { in: $in } }) { nodes { id } } }',
    variables: { in: Array.from({ length: 1_000 }, (_, n) => rare(turn, n)) },
  }),
  (turn) => ({
    query: `{ newsItems(first: 1, where: { title: { ne: "${rare(turn)}" } },
      orderBy: [${times(380, () => '{ field: TITLE }')}]) { nodes { id } } }`,
  }),
  (turn) => ({
    query: `{ newsItems(first: 100, where: { issuedOn: { lte: "${2000 + (turn % 20)}" } }) {
      nodes { countryMentions(first: 20) { quote } } } }`,
  }),
  (turn) => ({
    query: `{ country(isoCode: "KZ") { a${turn}: name } }`,
    contentType: `application/json;${' '.repeat(15_000)}`,
  }),
];

/** About 2,000 tokens that were never sent before. */
const document: Body = (turn) => ({
  query: `{ ${times(28, (n) => `d${turn}x${n}: __type(name: "T${turn}") { ${times(60, () => '__typename')} }`)} }`,
});

/** Some megabytes, more than sockets keep, and another answer for each connection. */
export const largePage = (turn: number) =>
  `{ newsItems(first: 100, where: { issuedOn: { gte: "${1970 + (turn % 35)}-01-0${1 + (turn % 9)}" } }) {
    nodes { ${times(28, (n) => `b${n}: body`)} } } }`;

export const attacks: Readonly<Record<string, Attack>> = {
  mixed: { kind: 'requests', bodies: mixed, connections: 16 },
  'one-request': { kind: 'requests', bodies: [oneRequest], connections: 4 },
  'no-read': { kind: 'sockets', connections: 48, read: { bytes: 0, everyMs: 15_000 } },
  'slow-read': { kind: 'sockets', connections: 32, read: { bytes: 4_096, everyMs: 15_000 } },
  'no-send': { kind: 'sockets', connections: 128, sendEveryMs: 1_000 },
  documents: { kind: 'requests', bodies: [document], connections: 16 },
};

export const attackNames = Object.keys(attacks);
