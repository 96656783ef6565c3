/** Offices on a day. */
import { nameAt } from '../../graph/dated-names.js';
import { mayContain } from '../../graph/partial-date.js';
import type { OfficeRow } from './office.type.js';

/** Whether an office may have been at work on a day, as far as its dates are known. */
export const wasOpenOn = ({ establishedOn, closedOn, status }: OfficeRow, day: string): boolean =>
  mayContain(establishedOn, closedOn, day) && (status === 'ACTIVE' || closedOn !== null);

/** An office as it was called on a day; what is reached from it is of that day too. */
export const officeOn = (office: OfficeRow, day: string): OfficeRow => ({
  ...office,
  asOf: day,
  name: nameAt(office, day),
});
