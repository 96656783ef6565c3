import { DefaultNamingStrategy } from 'typeorm';
import { columnName } from '../graph/entity-columns.js';

/** Columns are named as SQL names them: `hostCountryId` is `host_country_id`. */
export class SnakeCaseNaming extends DefaultNamingStrategy {
  override columnName(property: string, customName: string | undefined, prefixes: string[]): string {
    return columnName([...prefixes, customName ?? property].join('_'));
  }
}
