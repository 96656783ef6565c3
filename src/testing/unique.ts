let count = 0;

/** Returns a number that is unique in this process, so that fixtures never collide. */
export const unique = () => (count += 1);
