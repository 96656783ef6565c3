let count = 0;

/** A number that no other call in this process gives, so that fixtures never collide. */
export const unique = () => (count += 1);
