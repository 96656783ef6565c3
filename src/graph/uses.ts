/** What an answer was made of, noted while it is made. */
export class Uses {
  /** How often anything but the catalogue was asked for. */
  count = 0;
}
