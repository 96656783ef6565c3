/** `evaluate`: evaluates the country linker on labelled items. */
import { readFile } from 'node:fs/promises';
import { gazetteerOf } from '../ingest/gazetteer.js';
import { createLinker, evaluate, labelledItems } from '../ingest/linker/index.js';
import { seedData } from '../ingest/seed-data.js';
import type { ContentRecord } from '../ingest/record.js';
// Registers the record types of the slices.
import '../slices.js';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Prints precision, recall, F1 and every error. Needs no database: names come from the data files. */
export async function evaluateCommand(file: string): Promise<number> {
  const items = labelledItems(await readFile(file, 'utf8'));
  const gazetteer = ownGazetteer();
  const { participatingStates, partners, trapsSprung, errors } = evaluate(items, createLinker(gazetteer), gazetteer);
  console.log(`${items.length} items`);
  for (const [name, score] of Object.entries({ 'participating States': participatingStates, partners })) {
    const { right, wrong, missed, precision, recall, f1 } = score;
    console.log(
      `${name}: ${right} right, ${wrong} wrong, ${missed} missed; ` +
        `precision ${percent(precision)}, recall ${percent(recall)}, F1 ${f1.toFixed(4)}`,
    );
  }
  console.log(`${trapsSprung} traps sprung`);
  for (const { id, kind, isoCode, quote, rule } of errors) {
    console.log(`${kind} ${isoCode} in ${id}${quote === undefined ? '' : `: "${quote}" by ${rule ?? 'no rule'}`}`);
  }
  return 0;
}

function ownGazetteer() {
  const of = <Type extends ContentRecord['type']>(...types: Type[]) =>
    seedData()
      .filter((record): record is Extract<ContentRecord, { type: Type }> => (types as string[]).includes(record.type))
      .map((record) => ({ names: [], ...record }));
  return gazetteerOf(
    {
      countries: of('ParticipatingState', 'PartnerForCooperation'),
      offices: of('OrganizationBody', 'Institution', 'SecretariatDepartment', 'FieldOperation').map((office) => ({
        ...office,
        shortName: office.shortName ?? null,
      })),
      fieldsOfWork: of('FieldOfWork'),
      eventSeries: of('EventSeries'),
    },
    of('Project'),
  );
}
