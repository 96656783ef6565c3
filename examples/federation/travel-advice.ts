/**
 * A service of another team that adds travel advice to countries. It knows nothing of them but their ISO codes, and not
 * which of them are participating States: `@interfaceObject` lets it extend the interface as if it were one type.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

export const travelAdviceSdl = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject"])

type Country @interfaceObject @key(fields: "isoCode") {
  isoCode: String!
  "What travellers should know; null where nothing is known to this service."
  travelAdvice: TravelAdvice
}

"Advice for travellers to a country. The texts of this example are invented."
type TravelAdvice {
  "How careful to be."
  level: AdviceLevel!
  "The advice in one sentence."
  summary: String!
  "The country."
  country: Country!
}

"How careful travellers should be."
enum AdviceLevel {
  "As everywhere."
  USUAL_CARE
  "More than elsewhere."
  MORE_CARE
}

type Query {
  "All advice, or that of one level."
  travelAdvice(level: AdviceLevel): [TravelAdvice!]!
}
`;

interface Advice {
  isoCode: string;
  level: 'USUAL_CARE' | 'MORE_CARE';
  summary: string;
}

const advice: Advice[] = [
  { isoCode: 'MT', level: 'USUAL_CARE', summary: 'Bring a hat.' },
  { isoCode: 'KZ', level: 'USUAL_CARE', summary: 'Distances are long; plan for trains.' },
  { isoCode: 'ME', level: 'USUAL_CARE', summary: 'Mountain roads may be closed in winter.' },
  { isoCode: 'JP', level: 'USUAL_CARE', summary: 'Bring cash to the countryside.' },
  { isoCode: 'AL', level: 'MORE_CARE', summary: 'Check the weather before you go hiking.' },
];

const adviceFor = ({ isoCode }: { isoCode: string }) => advice.find((entry) => entry.isoCode === isoCode) ?? null;

/** The executable schema of the service. */
export const travelAdviceSchema = buildSubgraphSchema({
  typeDefs: parse(travelAdviceSdl),
  resolvers: {
    Query: {
      travelAdvice: (_root: unknown, { level }: { level?: string }) =>
        advice.filter((entry) => !level || entry.level === level),
    },
    Country: {
      __resolveReference: ({ isoCode }: { isoCode: string }) => ({ isoCode }),
      travelAdvice: adviceFor,
    },
    TravelAdvice: { country: ({ isoCode }: Advice) => ({ isoCode }) },
  },
});
