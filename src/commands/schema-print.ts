/** `schema` and `records`: the SDL of the graph, and the JSON Schema of a line of JSON Lines. */
import { apiSdlOf, sdlOf } from '../graph/schema/build.js';
import { recordSchema } from '../ingest/json-lines/record-shapes.js';
import { assembled } from '../slices.js';

export const schemaText = (forClients: boolean): string => (forClients ? apiSdlOf(assembled) : sdlOf(assembled));

export const recordsText = (): string => `${JSON.stringify(recordSchema(), null, 2)}\n`;
