/** A service of another team for a gateway that stitches: it adds travel advice to participating States, by their code. */
import { buildSchema, type GraphQLSchema } from 'graphql';

export const travelAdviceSdl = `
directive @merge(keyField: String) on FIELD_DEFINITION

type ParticipatingState {
  isoCode: String!
  "What travellers should know; null where nothing is known to this service. The texts are invented."
  travelAdvice: String
}

type Query {
  "The States of which there is advice."
  advisedStates: [ParticipatingState!]!
  "States by their code, for the gateway."
  statesToAdvise(isoCodes: [String!]!): [ParticipatingState]! @merge(keyField: "isoCode")
}
`;

const advice = new Map([
  ['MT', 'Bring a hat.'],
  ['KZ', 'Distances are long; plan for trains.'],
]);
const stateOf = (isoCode: string) => ({ isoCode, travelAdvice: advice.get(isoCode) ?? null });

/** The executable schema of the service. */
export const travelAdviceSchema: GraphQLSchema = buildSchema(travelAdviceSdl);
const fields = travelAdviceSchema.getQueryType()!.getFields();
fields['advisedStates']!.resolve = () => [...advice.keys()].map(stateOf);
fields['statesToAdvise']!.resolve = (_root, { isoCodes }: { isoCodes: string[] }) => isoCodes.map(stateOf);
