import { API_PREFIX } from './http.ts';

/** What a booth's line carries is measured by so many bytes from the hub (GET) and to it (POST), which nobody keeps. */
export const LINE_TEST_PATH = `${API_PREFIX}/line-test`;
export const LINE_TEST_BYTES = 300_000;
/** For each address: a booth measures once an hour, several stand behind one address. */
export const LINE_TEST_PER_MINUTE = 12;

/** What a call of two sends each way when nothing is in its way: voice, face and paper. */
export const ENOUGH_KBIT_PER_S = 2_000;
/** Below this the voice takes what there is. */
export const VOICE_ONLY_KBIT_PER_S = 300;
