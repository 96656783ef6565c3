import { DefaultNamingStrategy } from 'typeorm';

const snake = (text: string) => text.replace(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase();

/** Columns are named as SQL names them: `hostCountryId` is `host_country_id`. */
export class SnakeCaseNaming extends DefaultNamingStrategy {
  override columnName(property: string, customName: string | undefined, prefixes: string[]): string {
    return snake([...prefixes, customName ?? property].join('_'));
  }
}
