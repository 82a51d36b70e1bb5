/** Tells the person who waits what goes on, one line at a time. */
export type Say = (line: string) => void;
